import type { LogId } from '../log/entry.ts';

export type Told = ReturnType<typeof createTold>;

/**
 * The last entry of each log that this node's devices were told of, for logs in which that was not long ago. What is not
 * in here and is new in the store was never told here. SEQ2
 */
export function createTold() {
  let present = new Map<LogId, number>();
  let past = new Map<LogId, number>();

  const upto = (log: LogId): number | undefined => present.get(log) ?? past.get(log);

  return {
    /** Notes an entry as told of now, and answers whether it may be: never twice, and never after a later one. */
    noteIfNews(log: LogId, seq: number): boolean {
      if (seq <= (upto(log) ?? 0)) return false;
      present.set(log, seq);
      return true;
    },
    upto,
    /** Forgets what was not told of since the turn before. To be called less often than any tail is long. */
    turn(): void {
      past = present;
      present = new Map();
    },
  };
}
