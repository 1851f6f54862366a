import type { Connection } from './connection.ts';
import { isPersonalLog } from './personal-log.ts';

/** What the writer knows of a log's end, so that an append needs no search. Changed only as entries are appended. */
export interface LogHead {
  readonly key: number;
  readonly isPersonal: boolean;
  seq: number;
  /** number of the last message, 0 while there is none */
  messageSeq: number;
  judgingSeq: number;
  /** time of the last message, else of the first entry */
  activeAt: number;
}

export type LogHeads = ReturnType<typeof createLogHeads>;

/** More than a busy server touches in minutes; at about 200 bytes each. */
const maxRemembered = 50_000;

/**
 * The ends of logs and the keys of names, remembered between batches. This process is the only writer, so what it
 * remembers is true unless a transaction was undone: then `forget`.
 */
export function createLogHeads(connection: Connection) {
  const findLog = connection.prepare<{ key: number }, [string]>('select key from logs where id = ?');
  const insertLog = connection.prepare<{ key: number }, [string]>(
    'insert into logs (id) values (?) returning key',
  );
  const findUser = connection.prepare<{ key: number }, [string]>('select key from users where id = ?');
  const insertUser = connection.prepare<{ key: number }, [string]>(
    'insert into users (id) values (?) returning key',
  );
  const findLast = connection.prepare<
    { seq: number; messageSeq: number; judgingSeq: number; activeAt: number },
    [number]
  >(`select seq, coalesce(message_seq, seq) as messageSeq, judging_seq as judgingSeq,
       coalesce(active_at, at) as activeAt
     from places where log = ? order by seq desc limit 1`);
  const findLastRow = connection.prepare<{ n: number | null }, []>('select max(n) as n from entries');

  const heads = new Map<string, LogHead>();
  const userKeys = new Map<string, number>();
  let lastRow: number | undefined;

  function headAt(log: string, key: number): LogHead {
    const last = findLast.get(key);
    const head = {
      key,
      isPersonal: isPersonalLog(log),
      seq: last?.seq ?? 0,
      messageSeq: last?.messageSeq ?? 0,
      judgingSeq: last?.judgingSeq ?? 0,
      activeAt: last?.activeAt ?? 0,
    };
    heads.set(log, head);
    return head;
  }

  return {
    /** The end of a log; names it first where it is new. */
    head(log: string): LogHead {
      const known = heads.get(log);
      if (known !== undefined) return known;
      return headAt(log, findLog.get(log)?.key ?? keyOf(insertLog.get(log)));
    },
    /** The key of a log that has a name already. */
    findKey(log: string): number | undefined {
      return heads.get(log)?.key ?? findLog.get(log)?.key;
    },
    /** The key of a user id, whether or not there is an account of that id. */
    userKey(user: string): number {
      const known = userKeys.get(user);
      if (known !== undefined) return known;
      const key = findUser.get(user)?.key ?? keyOf(insertUser.get(user));
      userKeys.set(user, key);
      return key;
    },
    /** The row the next entry goes to: entries lie in the order they arrive. */
    nextRow(): number {
      lastRow = (lastRow ?? findLastRow.get()?.n ?? 0) + 1;
      return lastRow;
    },
    /** Gives the row back: nothing was put there. */
    dropRow(): void {
      if (lastRow !== undefined) lastRow -= 1;
    },
    /** Bounds what is remembered; only between batches. */
    trim(): void {
      if (heads.size > maxRemembered) heads.clear();
      if (userKeys.size > maxRemembered) userKeys.clear();
    },
    /** After a transaction was undone. */
    forget(): void {
      heads.clear();
      userKeys.clear();
      lastRow = undefined;
    },
  };
}

function keyOf(row: { readonly key: number } | null): number {
  if (row === null) throw new Error('an insert answered without a key');
  return row.key;
}
