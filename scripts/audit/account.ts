import { AuditFault, AuditStop } from './audit-error.ts';
import type { Caller } from './caller.ts';
import { fieldsOf, textOf, wholeNumber, type Fields } from './fields.ts';

/** One account of one server, as the audit reads it. */
export interface Account {
  /**
   * A JSON answer; `undefined` for what is not there or not this person's.
   * @throws AuditFault for any other refusal. @throws AuditStop without server or session
   */
  get(path: string): Promise<Fields | undefined>;
}

/** What the audit speaks. */
const protocol = 1;

/** Looks whether there is a Parley server at all. @throws AuditStop */
export async function checkServer(call: Caller, url: string): Promise<void> {
  const { status, json } = await call({ method: 'GET', path: '/server' });
  if (status >= 300 && status < 400)
    throw new AuditStop(`${url} sends callers elsewhere; name the address that it leads to.`);
  let spoken: number;
  try {
    spoken = wholeNumber(fieldsOf(json, 'the answer'), 'protocol');
  } catch {
    throw new AuditStop(`What answers at ${url} is no Parley server.`);
  }
  if (spoken !== protocol)
    throw new AuditStop(`This server speaks protocol ${String(spoken)}, the audit ${String(protocol)}.`);
}

/** Signs in with a password; resolves to the session's token. @throws AuditStop */
export async function signIn(call: Caller, user: string, password: string): Promise<string> {
  const body = { username: user, password };
  const { status, json } = await call({ method: 'POST', path: '/auth/login', body });
  if (status === 401) throw new AuditStop('The server does not take this name and password.');
  if (status !== 200) throw new AuditStop(`Signing in failed with status ${String(status)}.`);
  return textOf(fieldsOf(json, 'the answer'), 'token');
}

export async function signOut(call: Caller, token: string): Promise<void> {
  await call({ method: 'POST', path: '/auth/logout', token });
}

/** @throws AuditStop the token is no good */
export async function openAccount(call: Caller, token: string): Promise<Account> {
  async function get(path: string): Promise<Fields | undefined> {
    const { status, json } = await call({ method: 'GET', path, token });
    if (status === 200) return fieldsOf(json, 'the answer');
    if (status === 404) return undefined;
    if (status === 401)
      throw new AuditStop('The server does not take this token: it is wrong, or its session has ended.');
    throw new AuditFault(`the server answers ${String(status)} to ${path}`);
  }
  if ((await get('/me')) === undefined) throw new AuditStop('The server does not know this account.');
  return { get };
}
