import type { Connection } from './connection.ts';

/** Erases what a deleted group has left, chunk by chunk; each call is one transaction of the writer. */
export function createDeletions(connection: Connection): (log: string, limit: number) => boolean {
  const statements = prepareStatements(connection);

  return (log, limit) => {
    const group = statements.find.get(log);
    if (group === null) return false;
    const { key, deletedAt, deletedSeq, erasedSeq } = group;
    const uptoSeq = Math.min(erasedSeq + limit, deletedSeq);
    statements.eraseTexts.run(deletedAt, deletedSeq, key, erasedSeq, uptoSeq);
    statements.markGone.run(key, erasedSeq, uptoSeq);
    statements.dropReactions.run(key, erasedSeq, uptoSeq);
    statements.eraseNames.run(key, erasedSeq, uptoSeq);
    if (uptoSeq < deletedSeq) {
      statements.advance.run(uptoSeq, key);
      return true;
    }
    statements.dropMembers.run(key);
    statements.finish.run(key);
    return false;
  };
}

interface Unfinished {
  readonly key: number;
  readonly deletedAt: number;
  readonly deletedSeq: number;
  readonly erasedSeq: number;
}

function prepareStatements({ prepare }: Connection) {
  const span = 'log = ? and seq > ? and seq <= ?';
  return {
    find: prepare<Unfinished, [string]>(
      `select g.log as key, g.deleted_at as deletedAt, g.deleted_seq as deletedSeq, g.erased_seq as erasedSeq
       from logs l join groups g on g.log = l.key where l.id = ? and g.erased_seq is not null`,
    ),
    eraseTexts: prepare<unknown, [number, number, number, number, number]>(
      `update entries set content = null, media = null, reactions = null,
         deleted_at = coalesce(deleted_at, ?), delete_seq = coalesce(delete_seq, ?)
       where n in (select n from places where ${span} and kind = 1)`,
    ),
    markGone: prepare<unknown, [number, number, number]>(
      `update places set voice = null where ${span} and kind = 1`,
    ),
    dropReactions: prepare<unknown, [number, number, number]>(
      'delete from reactions where log = ? and message_seq > ? and message_seq <= ?',
    ),
    // Kinds 2, 8 and 9 are `created`, `renamed` and `updated`; what is not there is not added.
    eraseNames: prepare<unknown, [number, number, number]>(
      `update entries set body = json_replace(body, '$.name', '', '$.description', '')
       where n in (select n from places where ${span} and kind in (2, 8, 9))`,
    ),
    advance: prepare<unknown, [number, number]>('update groups set erased_seq = ? where log = ?'),
    dropMembers: prepare<unknown, [number]>('delete from last_members where log = ?'),
    finish: prepare<unknown, [number]>(
      `update groups set erased_seq = null, name = '', folded_name = '', description = '',
         avatar_url = null where log = ?`,
    ),
  };
}
