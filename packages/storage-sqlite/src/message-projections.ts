import { withReaction, type LogEvent } from '@parley/core';
import type { UserId } from '@parley/protocol';
import type { Connection } from './connection.ts';
import type { LogHeads } from './log-heads.ts';
import { reactionsOf } from './message-row.ts';
import { ownerOf } from './personal-log.ts';
import type { Stored } from './stored-entry.ts';

type Of<Kind extends LogEvent['kind']> = Stored<Extract<LogEvent, { kind: Kind }>>;

/** The present text of messages, and who hid them. */
export function createMessageProjections(connection: Connection, heads: LogHeads) {
  const which = 'n = (select n from places where log = ? and seq = ? and kind = 1)';
  const edit = connection.prepare<unknown, [string | null, number, number, number, number]>(
    `update entries set content = ?, edited_at = ?, edit_seq = ? where ${which} and deleted_at is null`,
  );
  const erase = connection.prepare<unknown, [number, number, number, number]>(
    `update entries set content = null, media = null, reactions = null, deleted_at = ?, delete_seq = ?
     where ${which} and deleted_at is null`,
  );
  const markGone = connection.prepare<unknown, [number, number]>(
    'update places set voice = null where log = ? and seq = ? and kind = 1',
  );
  const findReactions = connection.prepare<{ n: number; reactions: string | null }, [number, number]>(
    `select n, reactions from entries where ${which} and deleted_at is null`,
  );
  const setReactions = connection.prepare<unknown, [string, number]>(
    'update entries set reactions = ? where n = ?',
  );
  const putReaction = connection.prepare<unknown, [number, number, number, string, number, number]>(
    `insert or replace into reactions (log, message_seq, user, emoji, is_on, seq) values (?, ?, ?, ?, ?, ?)`,
  );
  const dropReactions = connection.prepare<unknown, [number, number]>(
    'delete from reactions where log = ? and message_seq = ?',
  );
  const hide = connection.prepare<unknown, [number, number, number]>(
    'insert or ignore into hidden (user, log, seq) values (?, ?, ?)',
  );

  return {
    edit({ head, seq, at, event }: Of<'edit'>): void {
      edit.run(event.content, at, seq, head.key, event.messageSeq);
    },
    delete({ head, seq, at, event }: Of<'delete'>): void {
      erase.run(at, seq, head.key, event.messageSeq);
      markGone.run(head.key, event.messageSeq);
      dropReactions.run(head.key, event.messageSeq);
    },
    react({ head, seq, by, user, event }: Of<'reaction'>): void {
      const { messageSeq, emoji, on } = event;
      const message = findReactions.get(head.key, messageSeq);
      if (message === null) return;
      const before = message.reactions === null ? undefined : reactionsOf(message.reactions);
      // Whoever wrote the entry is somebody's id.
      const reactions = withReaction(before, { seq, user: by as UserId, emoji, on });
      setReactions.run(JSON.stringify(reactions), message.n);
      putReaction.run(head.key, messageSeq, user, emoji, on ? 1 : 0, seq);
    },
    hide({ log, event }: Of<'message_hidden'>): void {
      hide.run(heads.userKey(ownerOf(log)), heads.head(event.conversation).key, event.messageSeq);
    },
  };
}
