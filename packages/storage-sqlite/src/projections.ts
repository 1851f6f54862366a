import type { LogEvent } from '@parley/core';
import type { Connection } from './connection.ts';
import type { LogHeads } from './log-heads.ts';
import { createAccountProjections } from './account-projections.ts';
import { createGroupProjections } from './group-projections.ts';
import { createMessageProjections } from './message-projections.ts';
import type { Stored } from './stored-entry.ts';

/** What entries change besides their log, in the transaction that stores them. */
export function createProjections(connection: Connection, heads: LogHeads) {
  const messages = createMessageProjections(connection, heads);
  const groups = createGroupProjections(connection, heads);
  const accounts = createAccountProjections(connection, heads);

  return {
    /** The first message of a log. */
    begin: groups.begin,
    project(stored: Stored<Exclude<LogEvent, { kind: 'message' }>>): void {
      const { event } = stored;
      switch (event.kind) {
        case 'created': {
          groups.created({ ...stored, event });
          return;
        }
        case 'edit': {
          messages.edit({ ...stored, event });
          return;
        }
        case 'delete': {
          messages.delete({ ...stored, event });
          return;
        }
        case 'reaction': {
          messages.react({ ...stored, event });
          return;
        }
        case 'member_added': {
          groups.add(stored, event);
          return;
        }
        case 'member_removed': {
          groups.remove(stored, event.userId);
          return;
        }
        case 'role_changed': {
          groups.changeRole({ ...stored, event });
          return;
        }
        case 'renamed':
        case 'updated': {
          groups.update({ ...stored, event });
          return;
        }
        case 'deleted': {
          groups.delete(stored);
          return;
        }
        case 'message_hidden': {
          messages.hide({ ...stored, event });
          return;
        }
        case 'conversation_removed': {
          accounts.unmark(stored.log, event.conversation);
          return;
        }
        case 'foreign':
        case 'conversation_added':
          return;
        case 'conversation_changed':
        case 'profile_changed':
        case 'block_changed':
        case 'settings_changed':
        case 'session_revoked':
        case 'account_disabled': {
          accounts.project({ ...stored, event });
          return;
        }
      }
    },
  };
}
