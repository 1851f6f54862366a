import type { Clock } from '../ports/clock.ts';
import type { Reporter } from '../ports/reporter.ts';
import { StoreError } from '../ports/storage.ts';
import type { LookUp } from './breaker.ts';
import type { createPipelineFigures } from './figures.ts';
import type { AnyJob, AnyLane } from './any-lane.ts';
import { createUntilAnswered } from '../until-answered.ts';
import type { Retries } from './retries.ts';

/** One lane's part of a batch. */
export interface Share {
  readonly lane: AnyLane;
  readonly jobs: readonly AnyJob[];
}

export interface RecoveryOptions {
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly reporter: Reporter;
  readonly figures: ReturnType<typeof createPipelineFigures>;
  readonly retries: Retries;
  /** The breaker hears of look-ups that fail. */
  lookUp(): LookUp;
  /** after which a look-up without an answer is one that failed; it is waited for all the same */
  lookUpLateMs(): number;
  /** Whether the store is taken to be away: then nothing that can go elsewhere waits for it. */
  isAway(): boolean;
  /** What is due waits no longer: into the journal, or refused. */
  giveUp(lane: AnyLane, isDue: (job: AnyJob) => boolean): void;
  /** The lane may be numbered again. */
  release(lane: AnyLane): void;
}

/** First pause before a store that failed is asked again; it doubles up to `longestDelayMs`. */
const firstDelayMs = 50;
const longestDelayMs = 2_000;
/** From the second swap on that a log loses in a row; doubles up to the longest. */
const firstLossPauseMs = 1;
const longestLossPauseMs = 100;

/** What happens to drafts whose commit did not simply succeed. Their lane stays busy until it is known. */
export function createRecovery(options: RecoveryOptions) {
  const { clock, reporter, figures, retries, giveUp, release } = options;
  const untilAnswered = createUntilAnswered({
    clock,
    reporter,
    doing: 'reading a log again threw',
    pauseMs: firstDelayMs,
    longestPauseMs: longestDelayMs,
  });

  /** Reads a log again until it answers. BRK1 */
  function lookUp<Value>(read: () => Promise<Value>): Promise<Value> {
    return untilAnswered(async () => {
      const { failed } = options.lookUp();
      const cancel = clock.after(options.lookUpLateMs(), failed);
      try {
        return await read();
      } catch (error) {
        if (error instanceof StoreError) failed();
        throw error;
      } finally {
        cancel();
      }
    });
  }

  /** A lost swap: read again, look whether the id is already there, judge again, number again. */
  async function judgeAgain(lane: AnyLane, job: AnyJob): Promise<void> {
    figures.totals.retried += 1;
    const isLost = await lookUp(async () => {
      if (await lane.find(job)) return false;
      lane.requeue([job]);
      return true;
    });
    // What was given up for unknown together with it may have landed together with it. SND2b
    await lookUp(() => lane.resolve());
    lane.lostInARow = isLost ? lane.lostInARow + 1 : 0;
    const takesTurns = isLost && lane.lost();
    afterPause(takesTurns ? undefined : pauseAfterLoss(lane.lostInARow), () => {
      release(lane);
    });
  }

  /** Nodes that do not hear each other, and lose to each other again and again, keep out of each other's way, and gather meanwhile. CLU2 */
  function pauseAfterLoss(lostInARow: number): number | undefined {
    if (lostInARow < 2) return undefined;
    return options.random() * Math.min(longestLossPauseMs, firstLossPauseMs * 2 ** lostInARow);
  }

  /** A batch failed as a whole, or nobody knows: its drafts wait again in front of their lanes. */
  function takeBack(shares: readonly Share[], error: StoreError): void {
    for (const { lane, jobs } of shares) {
      for (const job of jobs) {
        job.failures += 1;
        // SND2b: neither stored nor failed until the log itself has answered.
        if (error.outcome === 'unknown') job.unresolved = true;
      }
      lane.requeue(jobs);
    }
  }

  /** What was taken back is tried again, or given up. BRK2 */
  function goOn(shares: readonly Share[], error: StoreError): void {
    const isRetried = error.outcome === 'failed' && !options.isAway();
    const pauseMs = isRetried ? retries.next(mostFailures(shares)) : undefined;
    if (pauseMs !== undefined) figures.totals.retried += 1;
    for (const { lane, jobs } of shares) {
      if (options.isAway()) giveUp(lane, () => true);
      else if (isRetried && pauseMs === undefined) giveUp(lane, hasFailed);
      if (jobs.some((job) => job.unresolved)) afterPause(firstDelayMs, () => askLog(lane));
      else afterPause(pauseMs, () => release(lane));
    }
  }

  function afterPause(pauseMs: number | undefined, task: () => void): void {
    if (pauseMs === undefined) task();
    else clock.after(pauseMs, task);
  }

  function askLog(lane: AnyLane): void {
    void lookUp(() => lane.resolve()).then(() => {
      release(lane);
    });
  }

  return {
    /** Nothing of this lane is judged before its log has been read. CLU2 */
    readAgain(lane: AnyLane): void {
      lane.busy = true;
      void lookUp(() => lane.refresh()).then(() => {
        release(lane);
      });
    },
    rejudge(lane: AnyLane, job: AnyJob): void {
      void judgeAgain(lane, job);
    },
    takeBack,
    goOn,
  };
}

function hasFailed(job: AnyJob): boolean {
  return job.failures > 0;
}

function mostFailures(shares: readonly Share[]): number {
  return Math.max(0, ...shares.flatMap(({ jobs }) => jobs.map((job) => job.failures)));
}
