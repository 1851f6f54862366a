import type { AccountPicture, AccountStore, Credentials, SessionRecord } from '@parley/core';
import type { ConversationId, UserId } from '@parley/protocol';
import type { Connection } from './connection.ts';
import type { Immediate } from './immediate.ts';
import { createKeys } from './keys.ts';
import { personalLogOf } from './personal-log.ts';
import { userColumns, userOf, type UserRow } from './user-rows.ts';

type Reads = Immediate<AccountStore>;

/** Accounts and sessions read back. `findAccountPicture` is the port's `accounts.findPicture`. */
export function createAccountReads(connection: Connection) {
  const keys = createKeys(connection);
  const statements = prepareStatements(connection);

  function pictureOf(user: UserId): AccountPicture | undefined {
    const row = statements.byId.get(user);
    if (row === null) return undefined;
    const last = statements.last.get(keys.log(personalLogOf(user)));
    const key = keys.user(user);
    return {
      user: userOf(row),
      head: last?.seq ?? 0,
      lastJudgingSeq: last?.judgingSeq ?? 0,
      blocked: statements.blocked.all(key).map(({ blocked }) => blocked),
      markedUnread: statements.marked.all(key).map(({ log }) => log),
    };
  }

  const reads = {
    findUsers: (ids) => statements.byIds.all(JSON.stringify(ids)).map(userOf),
    findCredentials: (username) => credentialsOf(statements.byUsername.get(username)),
    findCredentialsOf: (id) => credentialsOf(statements.byId.get(id)),
    searchUsers: (prefix, limit) => statements.search.all(prefix, `${prefix}\u{10ffff}`, limit).map(userOf),
    findSession: (tokenHash) => statements.session.get(tokenHash) ?? undefined,
    listSessions: (user) => statements.sessions.all(user),
  } satisfies Partial<Reads>;
  return { ...reads, findAccountPicture: pictureOf };
}

type CredentialsRow = UserRow & { readonly passwordHash: string | null };

function credentialsOf(row: CredentialsRow | null): Credentials | undefined {
  return row === null ? undefined : { user: userOf(row), passwordHash: row.passwordHash };
}

function prepareStatements({ prepare }: Connection) {
  const credentials = `select ${userColumns}, a.password_hash as passwordHash from accounts a`;
  const session = `select id, user_id as userId, device, created_at as createdAt, last_used_at as lastUsedAt
    from sessions`;
  return {
    byId: prepare<CredentialsRow, [string]>(`${credentials} where a.id = ?`),
    byUsername: prepare<CredentialsRow, [string]>(`${credentials} where a.username = ?`),
    byIds: prepare<UserRow, [string]>(
      `select ${userColumns} from accounts a where a.id in (select value from json_each(?))`,
    ),
    search: prepare<UserRow, [string, string, number]>(
      `select ${userColumns} from accounts a
       where a.disabled = 0 and a.user in (
         select user from accounts where username >= ?1 and username < ?2
         union select user from accounts where folded_name >= ?1 and folded_name < ?2)
       order by a.username is null, a.username, a.id limit ?3`,
    ),
    last: prepare<{ seq: number; judgingSeq: number }, [number]>(
      'select seq, judging_seq as judgingSeq from places where log = ? order by seq desc limit 1',
    ),
    blocked: prepare<{ blocked: UserId }, [number]>('select blocked from blocks where user = ?'),
    marked: prepare<{ log: ConversationId }, [number]>(
      `select l.id as log from settings s indexed by settings_marked cross join logs l on l.key = s.log
       where s.user = ? and s.marked_unread = 1`,
    ),
    session: prepare<SessionRecord, [string]>(`${session} where token_hash = ?`),
    sessions: prepare<SessionRecord, [string]>(
      `${session} where user_id = ? order by last_used_at desc, id desc`,
    ),
  };
}
