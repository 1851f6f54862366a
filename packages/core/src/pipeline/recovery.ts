import { refuse } from '@parley/protocol';
import type { Clock } from '../ports/clock.ts';
import type { Reporter } from '../ports/reporter.ts';
import { StoreError } from '../ports/storage.ts';
import type { createPipelineFigures } from './figures.ts';
import type { AnyJob, AnyLane } from './lane.ts';

/** One lane's part of a batch. */
export interface Share {
  readonly lane: AnyLane;
  readonly jobs: readonly AnyJob[];
}

export interface RecoveryOptions {
  readonly clock: Clock;
  readonly reporter: Reporter;
  readonly figures: ReturnType<typeof createPipelineFigures>;
  /** The lane may be numbered again. */
  release(lane: AnyLane): void;
}

/** First pause before a store that failed is asked again; it doubles up to `longestDelayMs`. */
const firstDelayMs = 50;
const longestDelayMs = 2_000;

/** What happens to drafts whose commit did not simply succeed. Their lane stays busy until it is known. */
export function createRecovery({ clock, reporter, figures, release }: RecoveryOptions) {
  /** A lost swap: read again, look whether the id is already there, judge again, number again. */
  async function judgeAgain(lane: AnyLane, job: AnyJob): Promise<void> {
    figures.totals.retried += 1;
    await untilAnswered(async () => {
      if (!(await lane.find(job))) lane.requeue([job]);
    });
    // What was given up for unknown together with it may have landed together with it. SND2b
    await untilAnswered(() => lane.resolve());
    release(lane);
  }

  function fail({ lane, jobs }: Share, error: StoreError): void {
    const unknown = error.outcome === 'unknown' ? jobs : jobs.filter((job) => job.unresolved);
    const failed = error.outcome === 'unknown' ? [] : jobs.filter((job) => !job.unresolved);
    lane.failAll(
      failed,
      refuse('unavailable', 'The store cannot take this right now.', { retryAfterMs: 2000 }).error,
    );
    if (unknown.length === 0) {
      release(lane);
      return;
    }
    // SND2b: neither stored nor failed until the log itself has answered.
    for (const job of unknown) job.unresolved = true;
    lane.requeue(unknown);
    clock.after(firstDelayMs, () => {
      void untilAnswered(() => lane.resolve()).then(() => {
        release(lane);
      });
    });
  }

  /** Repeats what only reads until the store answers, ever more slowly. */
  async function untilAnswered(read: () => Promise<void>): Promise<void> {
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(2 * delayMs, longestDelayMs)) {
      try {
        await read();
        return;
      } catch (error) {
        if (!(error instanceof StoreError)) reporter.error('reading a log again threw', error);
        await new Promise<void>((resolve) => clock.after(delayMs, resolve));
      }
    }
  }

  return {
    rejudge(lane: AnyLane, job: AnyJob): void {
      void judgeAgain(lane, job);
    },
    fail,
  };
}
