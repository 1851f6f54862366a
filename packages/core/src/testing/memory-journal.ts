import { JournalError, type Journal, type JournalRecord } from '../ports/journal.ts';

/** A journal in memory whose disk obeys the test. What it holds outlives the chat that filled it. */
export interface MemoryJournal extends Journal {
  /** From now on appends wait for `release`. */
  hold(): void;
  /** Syncs what waits, and what comes after it. */
  letSync(): void;
  /** From now on appends fail, or no longer. */
  fail(isFailing: boolean): void;
  /** Room for no record at all, or for any. */
  setFull(isFull: boolean): void;
  /** Synced and not released, oldest first. */
  readonly kept: readonly JournalRecord[];
  /** The same journal as the next process finds it. */
  reopen(): void;
}

export function createMemoryJournal(): MemoryJournal {
  const kept: JournalRecord[] = [];
  let readTo = 0;
  let isHeld = false;
  let isFailing = false;
  let isFull = false;
  let waiting: (() => void)[] = [];

  return {
    async append(record) {
      if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
      if (isFailing) throw new JournalError('planned');
      kept.push(record);
    },
    async scan(visit) {
      for (const record of kept) visit(record);
    },
    async read(limit) {
      const records = kept.slice(readTo, readTo + limit);
      readTo += records.length;
      return records;
    },
    release(count) {
      kept.splice(0, count);
      readTo -= count;
    },
    hasRoom: () => !isFull,
    figures: () => ({
      records: kept.length,
      bytes: kept.reduce((sum, { text }) => sum + text.length, 0),
      oldestAt: kept[0]?.at ?? null,
    }),
    close: () => Promise.resolve(),
    kept,
    hold() {
      isHeld = true;
    },
    letSync() {
      isHeld = false;
      for (const go of waiting.splice(0)) go();
      waiting = [];
    },
    fail(next) {
      isFailing = next;
    },
    setFull(next) {
      isFull = next;
    },
    reopen() {
      readTo = 0;
    },
  };
}
