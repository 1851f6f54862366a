import type { PersonalEvent } from '@parley/core';
import type { Connection } from './connection.ts';
import type { LogHeads } from './log-heads.ts';
import { ownerOf } from './personal-log.ts';
import type { Stored } from './stored-entry.ts';

type AccountEvent = Exclude<
  PersonalEvent,
  { kind: 'foreign' | 'conversation_added' | 'conversation_removed' | 'message_hidden' }
>;

/** What a personal log says of its owner. Rows of an account that is not there yet change nothing. */
export function createAccountProjections(connection: Connection, heads: LogHeads) {
  const statements = prepareStatements(connection);

  function changeProfile(owner: string, event: AccountEvent & { kind: 'profile_changed' }, folded: string) {
    // An id, a username and the day of joining stay what they are.
    const { displayName, avatarUrl } = event.user;
    statements.setProfile.run(displayName, folded, avatarUrl, owner);
  }

  return {
    project({ log, event, foldedName }: Stored<AccountEvent>): void {
      const owner = ownerOf(log);
      switch (event.kind) {
        case 'conversation_changed': {
          const { key } = heads.head(event.conversation);
          const flags = [event.archived ? 1 : 0, event.markedUnread ? 1 : 0] as const;
          statements.setSettings.run(heads.userKey(owner), key, event.mutedUntil, ...flags);
          return;
        }
        case 'profile_changed':
          changeProfile(owner, event, foldedName);
          return;
        case 'block_changed':
          statements[event.on ? 'block' : 'unblock'].run(heads.userKey(owner), event.userId);
          return;
        case 'settings_changed':
          statements.setAccountSettings.run(JSON.stringify(event.settings), owner);
          return;
        case 'session_revoked':
          statements.endSession.run(event.sessionId, owner);
          return;
        case 'account_disabled':
          statements.disable.run(event.on ? 1 : 0, owner);
          return;
      }
    },
    /** Whoever left a conversation has no mark on it. */
    unmark(log: string, conversation: string): void {
      statements.unmark.run(heads.userKey(ownerOf(log)), heads.head(conversation).key);
    },
  };
}

function prepareStatements(connection: Connection) {
  const { prepare } = connection;
  return {
    setSettings: prepare<unknown, [number, number, number | null, number, number]>(
      'insert or replace into settings (user, log, muted_until, archived, marked_unread) values (?, ?, ?, ?, ?)',
    ),
    unmark: prepare<unknown, [number, number]>(
      'update settings set marked_unread = 0 where user = ? and log = ?',
    ),
    setProfile: prepare<unknown, [string, string, string | null, string]>(
      'update accounts set display_name = ?, folded_name = ?, avatar_url = ? where id = ?',
    ),
    block: prepare<unknown, [number, string]>('insert or ignore into blocks (user, blocked) values (?, ?)'),
    unblock: prepare<unknown, [number, string]>('delete from blocks where user = ? and blocked = ?'),
    setAccountSettings: prepare<unknown, [string, string]>('update accounts set settings = ? where id = ?'),
    endSession: prepare<unknown, [string, string]>('delete from sessions where id = ? and user_id = ?'),
    disable: prepare<unknown, [number, string]>('update accounts set disabled = ? where id = ?'),
  };
}
