import type { LogId } from '@parley/core';

export type LogHeads = ReturnType<typeof createLogHeads>;

/** Numbers that are surely in their logs, for as many logs as fit: a number once taken stays taken. SEQ1 */
export function createLogHeads(capacity: number) {
  const heads = new Map<LogId, number>();

  return {
    /** The highest number known to be taken; the log may be longer. */
    atLeast: (log: LogId): number => heads.get(log) ?? 0,
    seen(log: LogId, seq: number): void {
      if (seq < (heads.get(log) ?? 1)) return;
      // The newest last, so that the oldest goes first.
      heads.delete(log);
      heads.set(log, seq);
      if (heads.size <= capacity) return;
      for (const oldest of heads.keys()) {
        heads.delete(oldest);
        break;
      }
    },
  };
}
