import type { ArchivedAccount, ArchivedSession, StoreMark } from '@parley/core';
import { accountColumns, accountPlaces, accountValues, type AccountValues } from './account-columns.ts';
import type { Connection } from './connection.ts';
import type { LogHeads } from './log-heads.ts';
import type { Transact } from './transact.ts';

/** What fills a store besides its logs, and what says whether it is whole. OPS5 */
export function createArchiveWrites(connection: Connection, heads: LogHeads, transact: Transact) {
  const statements = prepareStatements(connection);

  function putAccount({ user, passwordHash }: ArchivedAccount, foldedName: string): void {
    const { isAdmin, disabled, settings } = user;
    const values = accountValues(heads.userKey(user.id), user, { foldedName, passwordHash, isAdmin });
    statements.putAccount.run(...values, disabled ? 1 : 0, JSON.stringify(settings));
  }

  return {
    setMark: (mark: StoreMark): void =>
      transact(() => {
        statements.setMeta.run('mark', JSON.stringify(mark));
      }),
    finish: (generation: string): void =>
      transact(() => {
        statements.removeMark.run();
        statements.setMeta.run('generation', generation);
      }),
    putAccounts: (accounts: readonly (readonly [account: ArchivedAccount, foldedName: string])[]): void =>
      transact(() => {
        for (const [account, foldedName] of accounts) putAccount(account, foldedName);
      }),
    putSessions: (sessions: readonly ArchivedSession[]): void =>
      transact(() => {
        for (const { id, userId, tokenHash, device, createdAt, lastUsedAt } of sessions)
          statements.putSession.run(id, userId, tokenHash, device, createdAt, lastUsedAt);
      }),
  };
}

function prepareStatements({ prepare }: Connection) {
  return {
    setMeta: prepare<unknown, [string, string]>('insert or replace into meta (name, value) values (?, ?)'),
    removeMark: prepare<unknown, []>("delete from meta where name = 'mark'"),
    putAccount: prepare<unknown, [...AccountValues, disabled: number, settings: string]>(
      `insert or replace into accounts (${accountColumns}, disabled, settings) values (${accountPlaces}, ?, ?)`,
    ),
    putSession: prepare<unknown, [string, string, string, string, number, number]>(
      `insert or replace into sessions (id, user_id, token_hash, device, created_at, last_used_at)
       values (?, ?, ?, ?, ?, ?)`,
    ),
  };
}
