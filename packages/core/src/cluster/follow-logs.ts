import { isPersonalLogId, type LogEvent, type LogId } from '../log/entry.ts';
import type { Numbered } from '../pipeline/draft.ts';
import type { Clock } from '../ports/clock.ts';
import type { Reporter } from '../ports/reporter.ts';
import type { TailEntry } from '../ports/cluster-store.ts';
import { StoreError } from '../ports/storage.ts';
import type { Interest } from './interest.ts';
import type { Told } from './told.ts';

/** A lane, as whoever follows its log sees it. */
export interface FollowedLane {
  readonly loaded: boolean;
  hear(entry: Numbered<LogEvent>): void;
  mend(fromSeq?: number): Promise<void>;
}

export interface FollowLogsOptions {
  readonly clock: Clock;
  readonly reporter: Reporter;
  readonly interest: Interest;
  readonly told: Told;
  /** The lane of a log, if there is one; and one in any case. */
  peek(log: LogId): FollowedLane | undefined;
  obtain(log: LogId): FollowedLane;
}

/** Hints may overtake each other; this long one that is missing is waited for before it is read. */
const gapMs = 60;
/** Until a store that does not answer is asked again. */
const againMs = 500;
/** Logs read at once. */
const atOnce = 16;

/** Keeps the logs that devices here hear of up to date with what other nodes store. CLU1, CLU2 */
export function createFollowLogs(options: FollowLogsOptions) {
  const { clock, reporter, interest, told } = options;
  /** Logs with entries missing, and from which number on devices here may not have been told. */
  const missing = new Map<LogId, number | undefined>();
  let isDue = false;
  let isStopped = false;

  /** The earliest number that anybody has named counts. */
  function note(log: LogId, fromSeq: number | undefined): void {
    const known = missing.get(log);
    const isBoth = known !== undefined && fromSeq !== undefined;
    missing.set(log, isBoth ? Math.min(known, fromSeq) : (known ?? fromSeq));
  }

  function mendLater(log: LogId, fromSeq: number | undefined, delayMs = gapMs): void {
    note(log, fromSeq);
    if (isDue || isStopped) return;
    isDue = true;
    const work = (): void => {
      isDue = false;
      void mendAll().then((isDone) => {
        for (const [left, from] of isDone ? [] : missing) mendLater(left, from, againMs);
      });
    };
    if (delayMs === 0) clock.soon(work);
    else clock.after(delayMs, work);
  }

  /** Whether nothing is missing any more. */
  async function mendAll(): Promise<boolean> {
    const logs = [...missing];
    missing.clear();
    for (let first = 0; first < logs.length && !isStopped; first += atOnce)
      await Promise.all(logs.slice(first, first + atOnce).map(([log, fromSeq]) => mend(log, fromSeq)));
    return missing.size === 0;
  }

  async function mend(log: LogId, fromSeq: number | undefined): Promise<void> {
    try {
      await options.obtain(log).mend(fromSeq);
    } catch (error) {
      if (!(error instanceof StoreError)) reporter.error('following a log', error);
      note(log, fromSeq);
    }
  }

  return {
    /** A lane holds entries whose turn has not come. */
    onMissing(log: LogId): void {
      if (interest.inLog(log)) mendLater(log, undefined);
    },
    /** Another node says that it has stored an entry. */
    hear(entry: Numbered<LogEvent>): void {
      const lane = options.peek(entry.log);
      if (lane?.loaded === true) {
        lane.hear(entry);
        return;
      }
      if (!interest.inLog(entry.log) && !interest.inEvent(entry.event)) return;
      const followed = options.obtain(entry.log);
      followed.hear(entry);
      mendLater(entry.log, entry.seq, 0);
    },
    /** Entries that are stored; those that devices here should have been told of and were not are read. */
    async hearTail(entries: readonly TailEntry[]): Promise<void> {
      for (const { log, seq, judging } of entries) {
        if (seq <= (told.upto(log) ?? 0)) continue;
        const concerns =
          interest.inLog(log) || (judging && (isPersonalLogId(log) || options.peek(log) === undefined));
        if (concerns) note(log, seq);
      }
      if (!(await mendAll())) throw new StoreError('failed', 'Not every log could be read.');
    },
    stop(): void {
      isStopped = true;
      missing.clear();
    },
  };
}
