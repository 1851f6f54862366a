import type { SessionId, UserId } from '@parley/protocol';
import type { NewSession, NewUser, UserRecord } from '@parley/core';
import { accountColumns, accountPlaces, accountValues, type AccountValues } from './account-columns.ts';
import type { Connection } from './connection.ts';
import type { LogHeads } from './log-heads.ts';
import type { Transact } from './transact.ts';
import { userColumns, userOf, type UserRow } from './user-rows.ts';

/** What of the account store no log holds: accounts, credentials, and sessions begun and used. */
export function createAccountWrites(connection: Connection, heads: LogHeads, transact: Transact) {
  const statements = prepareStatements(connection);

  function createUser(user: NewUser, foldedName: string): { readonly created: UserRecord } | 'taken' {
    const { profile, passwordHash } = user;
    const isAdmin = passwordHash !== null && statements.anyPassword.get() === null;
    const values = accountValues(heads.userKey(profile.id), profile, { foldedName, passwordHash, isAdmin });
    const { changes } = statements.insertUser.run(...values);
    const row = changes === 0 ? null : statements.findUser.get(profile.id);
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
    insertUser: prepare<unknown, AccountValues>(
      `insert into accounts (${accountColumns}) values (${accountPlaces}) on conflict do nothing`,
    ),
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
