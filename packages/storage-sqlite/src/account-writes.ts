import type { SessionId, UserId } from '@parley/protocol';
import type { NewSession, NewUser, UserRecord } from '@parley/core';
import type { Connection } from './connection.ts';
import type { LogHeads } from './log-heads.ts';
import type { Transact } from './transact.ts';
import { userColumns, userOf, type UserRow } from './user-rows.ts';

/** What of the account store no log holds: accounts, credentials, and sessions begun and used. */
export function createAccountWrites(connection: Connection, heads: LogHeads, transact: Transact) {
  const statements = prepareStatements(connection);

  function createUser(user: NewUser, foldedName: string): { readonly created: UserRecord } | 'taken' {
    const { id, username, displayName, avatarUrl, createdAt } = user.profile;
    const { passwordHash } = user;
    const isAdmin = passwordHash !== null && statements.anyPassword.get() === null ? 1 : 0;
    const key = heads.userKey(id);
    const names = [username, displayName, foldedName, avatarUrl] as const;
    const { changes } = statements.insertUser.run(key, id, ...names, createdAt, passwordHash, isAdmin);
    const row = changes === 0 ? null : statements.findUser.get(id);
    return row === null ? 'taken' : { created: userOf(row) };
  }

  return {
    createUsers: (users: readonly (readonly [user: NewUser, foldedName: string])[]) =>
      transact(() => users.map(([user, foldedName]) => createUser(user, foldedName))),
    setPasswordHash: (id: UserId, passwordHash: string): void =>
      transact(() => {
        statements.setPasswordHash.run(passwordHash, id);
      }),
    createSession: ({ id, userId, tokenHash, device, createdAt }: NewSession): void =>
      transact(() => {
        statements.insertSession.run(id, userId, tokenHash, device, createdAt, createdAt);
      }),
    touchSessions: (used: readonly { readonly id: SessionId; readonly lastUsedAt: number }[]): void =>
      transact(() => {
        for (const { id, lastUsedAt } of used) statements.touch.run(lastUsedAt, id, lastUsedAt);
      }),
    removeStaleSessions: (lastUsedBefore: number): number =>
      transact(() => statements.removeStale.run(lastUsedBefore).changes),
  };
}

function prepareStatements({ prepare }: Connection) {
  return {
    anyPassword: prepare<unknown, []>('select 1 from accounts where password_hash is not null limit 1'),
    findUser: prepare<UserRow, [string]>(`select ${userColumns} from accounts a where a.id = ?`),
    insertUser: prepare<
      unknown,
      [
        key: number,
        id: string,
        username: string | null,
        displayName: string,
        foldedName: string,
        avatarUrl: string | null,
        createdAt: number,
        passwordHash: string | null,
        isAdmin: number,
      ]
    >(`insert into accounts
         (user, id, username, display_name, folded_name, avatar_url, created_at, password_hash, is_admin)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`),
    setPasswordHash: prepare<unknown, [string, string]>('update accounts set password_hash = ? where id = ?'),
    insertSession: prepare<unknown, [string, string, string, string, number, number]>(
      `insert into sessions (id, user_id, token_hash, device, created_at, last_used_at)
       values (?, ?, ?, ?, ?, ?)`,
    ),
    touch: prepare<unknown, [number, string, number]>(
      'update sessions set last_used_at = ? where id = ? and last_used_at < ?',
    ),
    removeStale: prepare<unknown, [number]>('delete from sessions where last_used_at < ?'),
  };
}
