import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { z } from 'zod';
import { freePort, REPOSITORY, type ServerProcess, startServer } from './server-process.ts';
import { directBetween, makeGroup, newId, PASSWORD, type Person, signUp, text } from './person.ts';
import { startTamperingProxy, type Meddle, type Tamper } from './tampering-proxy.ts';
import { type Group } from './wire.ts';

setDefaultTimeout(60_000);
let server: ServerProcess;
let ann: Person;
let ben: Person;
let tea: Group;
const closers: (() => void)[] = [];

/** Three conversations with everything in them that a log can hold. */
beforeAll(async () => {
  server = await startServer();
  [ann, ben] = [await signUp(server.url, 'ann'), await signUp(server.url, 'ben')];
  tea = await makeGroup(ann, 'Tea', [ben]);
  const socket = await ann.connect();
  const direct = directBetween(ann, ben);
  const sent = Array.from({ length: 230 }, (_, n) => text('direct', ben, `message ${String(n)}`));
  await Promise.all(sent.map((one) => socket.must('send_message', one)));
  const [edited, deleted, hidden] = sent.map(({ id }) => ({ message_id: id, conversation: direct }));
  await socket.must('edit_message', { ...edited, content: 'better' });
  await socket.must('delete_message', { ...deleted, delete_for: 'everyone' });
  await socket.must('delete_message', { ...hidden, delete_for: 'me' });
  for (const content of ['one', 'two', 'three'])
    await socket.must('send_message', text('group', tea, content));
  await socket.must('send_message', text('direct', ann, 'a note'));
  await ann.api.patch(`/groups/${tea.id}`, { name: 'Coffee\u001b[2J' }, z.object({}));
  socket.close();
});
afterAll(() => server.dispose());
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Ran {
  readonly code: number;
  readonly output: string;
}

async function audit(
  url: string,
  how: { readonly args?: string[]; readonly stdin?: string } = {},
): Promise<Ran> {
  const { args = [], stdin = '' } = how;
  const token = args.length === 0 ? { PARLEY_TOKEN: ann.token } : {};
  const child = Bun.spawn([process.execPath, 'scripts/audit.ts', url, ...args], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...token },
    stdin: Buffer.from(stdin),
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  expect(out + err).not.toContain(ann.token);
  return { code, output: out + err };
}

function withMessage(entry: object, change: object): object {
  const { message } = z.looseObject({ message: z.looseObject({}) }).parse(entry);
  return { ...entry, message: { ...message, ...change } };
}

/** Audits by way of a proxy. */
async function auditThrough(how: { readonly meddle?: Meddle; readonly tamper?: Tamper }): Promise<Ran> {
  const proxy = await startTamperingProxy(server.url, how);
  closers.push(proxy.stop);
  return audit(proxy.url);
}

const Entries = z.array(z.looseObject({ seq: z.number() }));

/** Changes what one log shows of its entries, and nothing else. */
function inLog(path: string, change: (entries: z.output<typeof Entries>) => unknown): Tamper {
  return (asked, json) =>
    asked === path ? { ...json, entries: change(Entries.parse(json['entries'])) } : json;
}

const inDirect = (change: Parameters<typeof inLog>[1]) =>
  inLog(`/conversations/${directBetween(ann, ben)}/changes`, change);

test('SYN1 SEQ1: an honest server is identical, conversation by conversation', async () => {
  const { code, output } = await audit(`${server.url}/`);
  expect(output.trimEnd().split('\n').toSorted()).toEqual(
    [
      'own log: in order, 4 changes',
      // A name cannot steer the terminal.
      `Coffee [2J (${tea.id}): identical: 3 messages`,
      `with ann (${directBetween(ann, ann)}): identical: 1 message`,
      `with ben (${directBetween(ann, ben)}): identical: 230 messages`,
      '3 conversations, 234 messages: all identical.',
    ].toSorted(),
  );
  expect(code).toBe(0);
});

const Sessions = z.object({ sessions: z.array(z.unknown()) });

test('SYN1: with name and password it signs in, and out again', async () => {
  const sessions = async () => (await ann.api.get('/auth/sessions', Sessions)).sessions.length;
  const before = await sessions();
  const args = ['--user', ann.username, '--password-stdin'];
  const { code, output } = await audit(server.url, { args, stdin: `${PASSWORD}\n` });
  expect(output).toEndWith('3 conversations, 234 messages: all identical.\n');
  expect(code).toBe(0);
  expect(await sessions()).toBe(before);
});

const tampering: readonly [what: string, tamper: () => Tamper, sentences: string[]][] = [
  [
    'leaves out an entry',
    () => inDirect((entries) => entries.filter(({ seq }) => seq !== 77)),
    ['number 77 is missing', 'its entries hold 229 messages, and the server counts 230'],
  ],
  [
    'gives a message another id',
    () =>
      inDirect((entries) =>
        entries.map((entry) => (entry.seq === 77 ? withMessage(entry, { id: newId() }) : entry)),
      ),
    ['its entries hold as many messages as the server counts, 230, but others'],
  ],
  [
    'tells one message twice',
    () =>
      inDirect((entries) =>
        entries.map((entry) =>
          entry.seq === 78 ? { ...entries.find(({ seq }) => seq === 77), seq: 78 } : entry,
        ),
      ),
    ['is there twice'],
  ],
  [
    'leaves out the last entries',
    () => (path, json) =>
      path.endsWith('/changes') && path.includes('direct:') && Number(json['last_seq']) > 200
        ? { ...json, last_seq: 200, has_more: false }
        : json,
    ['last_seq is 232, and its entries end at 200'],
  ],
  [
    'changes a digest',
    () => (path, json) =>
      path.endsWith('/digest') ? { ...json, digest: String(json['digest']).replace(/^./, 'x') } : json,
    ['the first difference is between numbers 1 and 232'],
  ],
  [
    'leaves out an entry of the own log',
    () => inLog('/me/changes', (entries) => entries.slice(0, 1).concat(entries.slice(2))),
    ['own log: WRONG', '  number 2 is missing'],
  ],
  [
    'answers with nonsense',
    () => (path, json) => (path.endsWith('/changes') && path.includes('direct:') ? { nothing: true } : json),
    ['"entries" is no list'],
  ],
];

test.each(tampering)('SYN1 SEQ1: a server that %s is found out', async (_what, tamper, sentences) => {
  const { code, output } = await auditThrough({ tamper: tamper() });
  for (const sentence of sentences) expect(output).toContain(sentence);
  expect(output).not.toContain('all identical');
  expect(code).toBe(1);
});

test('LIM1: limits and connections that are cut cost time, and nothing is missed', async () => {
  let requests = 0;
  const { code, output } = await auditThrough({
    // The first call has to be answered: before that it is the address that is wrong.
    meddle: () => {
      requests += 1;
      if (requests % 3 === 0) return new Response('', { status: 429, headers: { 'retry-after': '0' } });
      if (requests % 7 === 0) return 'cut';
      return undefined;
    },
  });
  expect(output).toContain('3 conversations, 234 messages: all identical.');
  expect(code).toBe(0);
});

test('GRP1: a conversation that one is removed from meanwhile is said, and is no fault', async () => {
  const group = await makeGroup(ben, 'Short', [ann]);
  const { code, output } = await auditThrough({
    meddle: async (path) => {
      if (path === `/conversations/${group.id}/digest`)
        await ben.api.post(`/groups/${group.id}/remove`, { user_id: ann.id }, z.object({}));
      return undefined;
    },
  });
  expect(output).toContain(`Short (${group.id}): no longer yours, or no longer there; not checked`);
  expect(output).toContain('3 conversations, 234 messages: all identical; 1 no longer yours.');
  expect(code).toBe(0);
});

test('SEC4: what cannot be checked ends with 2 and one sentence, without the token', async () => {
  const nobody = `http://127.0.0.1:${String(await freePort())}`;
  expect(await audit(nobody)).toEqual({ code: 2, output: `Nothing listens at ${nobody}.\n` });

  const wrong = await audit(server.url, { args: ['--token', 'secret-7'] });
  expect(wrong).toEqual({
    code: 2,
    output: 'The server does not take this token: it is wrong, or its session has ended.\n',
  });

  const other = await auditThrough({ meddle: () => new Response('<html>') });
  expect(other.output).toEndWith(' is no Parley server.\n');
  expect(other.code).toBe(2);

  const elsewhere = await auditThrough({ meddle: () => Response.redirect(nobody) });
  expect(elsewhere.output).toEndWith(' sends callers elsewhere; name the address that it leads to.\n');
  expect(elsewhere.code).toBe(2);
});
