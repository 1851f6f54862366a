import type { Clock } from '../ports/clock.ts';
import type { Journal, JournalRecord } from '../ports/journal.ts';
import type { Reporter } from '../ports/reporter.ts';

export interface DrainOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly reporter: Reporter;
  /** how many records are handed over at once */
  readonly share: () => number;
  /**
   * Puts a record's message into its lane; called in journal order, one after another. Resolves once it is there, to a
   * promise that resolves when the message is stored or refused.
   */
  readonly hand: (record: JournalRecord) => Promise<{ readonly settled: Promise<void> }>;
}

export type Drain = ReturnType<typeof createDrain>;

/** After a journal that could not be read. */
const pauseMs = 1_000;
/** Twice as long as a share took, up to this, everything is for those who talk now. */
const restOfShare = 2;
const restMostMs = 10;

/**
 * Brings the journal back into the logs, oldest first, so each conversation keeps the order in which it was queued: a
 * share, then a rest, since devices that are told of what is late are told of nothing else meanwhile. While the store
 * is away the messages wait in their lanes and nothing more is read. JRN1
 */
export function createDrain({ journal, clock, reporter, share, hand }: DrainOptions) {
  let running: Promise<void> | undefined;
  let asks = 0;
  let isStopped = false;
  let drainedTotal = 0;

  async function run(): Promise<void> {
    const before = drainedTotal;
    const { records: waiting } = journal.figures();
    if (waiting > 0) reporter.info('the journal drains', { records: waiting });
    while (!isStopped) {
      const asksBefore = asks;
      const startedMs = clock.monotonicMs();
      const records = await readNext();
      if (records.length === 0 && asks === asksBefore) break;
      await settle(records);
      await rest(restOfShare * (clock.monotonicMs() - startedMs));
    }
    running = undefined;
    if (drainedTotal > before) reporter.info('the journal is drained', { records: drainedTotal - before });
  }

  async function settle(records: readonly JournalRecord[]): Promise<void> {
    const handed: Promise<void>[] = [];
    for (const record of records) handed.push((await hand(record)).settled);
    for (const settled of handed) {
      await settled;
      if (isStopped) return;
      journal.release(1);
      drainedTotal += 1;
    }
  }

  function rest(forMs: number): Promise<void> {
    return new Promise((resolve) => clock.after(Math.min(forMs, restMostMs), resolve));
  }

  async function readNext(): Promise<readonly JournalRecord[]> {
    while (!isStopped)
      try {
        return await journal.read(share());
      } catch (error) {
        reporter.error('reading the journal', error);
        await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
      }
    return [];
  }

  return {
    /** There may be records. */
    wake(): void {
      asks += 1;
      if (!isStopped) running ??= run();
    },
    /** Nothing more is handed over; what is in its lane may still be stored. */
    stop(): void {
      isStopped = true;
    },
    drainedTotal: (): number => drainedTotal,
  };
}
