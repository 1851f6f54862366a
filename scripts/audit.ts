// Reads everything that an account can see and compares it with the server's own digests:
// `npm run audit -- https://chat.example.org`, with the token in PARLEY_TOKEN.
import { checkServer, openAccount, signIn, signOut } from './audit/account.ts';
import { auditAccount, type Screen } from './audit/audit-account.ts';
import { AuditFault, AuditStop } from './audit/audit-error.ts';
import { createCaller } from './audit/caller.ts';
import { readOptions, usage, UsageError, type Options } from './audit/options.ts';

/** Lines go to stdout; on a terminal, what is going on goes to stderr and is written over. */
function createScreen(): Screen {
  const { isTTY, columns } = process.stderr;
  const clear = isTTY ? '\r\u001b[K' : '';
  return {
    line(text) {
      process.stderr.write(clear);
      console.log(text);
    },
    status(text) {
      if (isTTY) process.stderr.write(`${clear}${text.slice(0, columns - 1)}`);
    },
  };
}

/** Answers whether everything was right. @throws AuditStop, AuditFault */
async function audit({ url, credential }: Options): Promise<boolean> {
  const call = createCaller({ url, fetch, sleep: (ms) => Bun.sleep(ms), random: Math.random });
  await checkServer(call, url);
  if (credential.kind === 'token')
    return auditAccount(await openAccount(call, credential.token), createScreen());
  const [password = ''] = (await Bun.stdin.text()).split(/\r?\n/);
  const token = await signIn(call, credential.user, password);
  try {
    return await auditAccount(await openAccount(call, token), createScreen());
  } finally {
    await signOut(call, token).catch(() => undefined);
  }
}

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options === undefined) {
      console.log(usage);
      return 0;
    }
    return (await audit(options)) ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
    else if (error instanceof AuditStop) console.error(error.message);
    else if (error instanceof AuditFault) console.error(`Wrong: ${error.message}.`);
    else throw error;
    return error instanceof AuditFault ? 1 : 2;
  }
}

process.exitCode = await main();
