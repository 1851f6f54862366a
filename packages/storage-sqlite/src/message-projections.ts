import type { LogEvent } from '@parley/core';
import type { Connection } from './connection.ts';
import type { LogHeads } from './log-heads.ts';
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
    `update entries set content = null, media = null, deleted_at = ?, delete_seq = ? where ${which} and deleted_at is null`,
  );
  const markGone = connection.prepare<unknown, [number, number]>(
    'update places set voice = null where log = ? and seq = ? and kind = 1',
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
    },
    hide({ log, event }: Of<'message_hidden'>): void {
      hide.run(heads.userKey(ownerOf(log)), heads.head(event.conversation).key, event.messageSeq);
    },
  };
}
