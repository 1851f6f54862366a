import type { Account } from '../history.ts';

/** Somebody with an account and a session, as the app's sign-in makes them. */
export interface WebAccount extends Account {
  readonly id: string;
}

/** Registers somebody new. `name`: also the username, unique on this server. */
export async function createAccount(port: number, name: string): Promise<WebAccount> {
  const response = await fetch(`http://127.0.0.1:${port}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: name, password: 'correct horse battery', display_name: name }),
  });
  if (!response.ok) throw new Error(`${response.url} → ${response.status} ${await response.text()}`);
  // The contract says what a registration answers.
  const { user, token } = (await response.json()) as { user: { id: string }; token: string };
  return { id: user.id, token, port };
}

/** The id of the conversation of two. */
export function directBetween(one: WebAccount, other: WebAccount): string {
  const [first, second] = one.id < other.id ? [one, other] : [other, one];
  return `direct:${first.id}:${second.id}`;
}
