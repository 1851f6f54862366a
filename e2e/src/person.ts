import { randomUUIDv7 } from 'bun';
import { type Api, createApi } from './api.ts';
import { type ChatClient, connectClient, type ConnectOptions } from './client.ts';
import { Group, SignedIn, type User } from './wire.ts';

export const PASSWORD = 'correct horse battery';

/** Somebody with an account. */
export interface Person {
  readonly id: string;
  readonly user: User;
  readonly username: string;
  readonly token: string;
  readonly api: Api;
  readonly connect: (options?: ConnectOptions) => Promise<ChatClient>;
}

/** A lower-case UUIDv7, as clients make them for their messages. */
export function newId(): string {
  return randomUUIDv7();
}

/** A username that no other test has. */
export function newUsername(name: string): string {
  return `${name}.${randomUUIDv7().slice(-10)}`;
}

function toPerson(url: string, signedIn: { user: User; token: string }, username: string): Person {
  const { user, token } = signedIn;
  return {
    id: user.id,
    user,
    username,
    token,
    api: createApi(url, token),
    connect: (options = {}) => connectClient(url, { token, ...options }),
  };
}

/** Registers somebody new over HTTP, by default under a username that nobody else has. */
export async function signUp(url: string, name: string, username = newUsername(name)): Promise<Person> {
  const body = { username, password: PASSWORD, display_name: name };
  return toPerson(url, await createApi(url).post('/auth/register', body, SignedIn), username);
}

/** Signs somebody in once more: another device, another session. */
export async function signIn(url: string, username: string, password = PASSWORD): Promise<Person> {
  return toPerson(url, await createApi(url).post('/auth/login', { username, password }, SignedIn), username);
}

/** Makes a group owned by `owner`. */
export function makeGroup(owner: Person, name: string, members: readonly Person[]): Promise<Group> {
  return owner.api.post('/groups/', { name, members: members.map((one) => one.id) }, Group);
}

/** The id of the direct conversation of two people. */
export function directBetween(a: { id: string }, b: { id: string }): string {
  const [first, second] = Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) <= 0 ? [a, b] : [b, a];
  return `direct:${first.id}:${second.id}`;
}

/** A text message, with an id, ready to be sent. */
export function text(type: 'direct' | 'group', to: { id: string }, content: string): TextMessage {
  return { id: newId(), type, to: to.id, content };
}
export interface TextMessage {
  readonly id: string;
  readonly type: 'direct' | 'group';
  readonly to: string;
  readonly content: string;
}
