import { refuse, type AnswerBody, type Refusal } from '@parley/protocol';
import { createBatchLimit } from './batch-limit.ts';
import { breakerHealth } from './breaker-health.ts';
import { createBreaker, type BreakerState } from './breaker.ts';
import { createCapacity } from './capacity.ts';
import { createCommitInTime } from './commit-in-time.ts';
import { createPipelineFigures } from './figures.ts';
import type { AnyDraft, AnyLane } from './any-lane.ts';
import { createDrainShare } from './drain-share.ts';
import { createLaneTurns } from './lane-turns.ts';
import { createPositionQueue } from './position-queue.ts';
import { createRecovery, type Share } from './recovery.ts';
import { createRetries } from './retries.ts';
import { createSettleShares } from './settle-shares.ts';
import {
  StoreError,
  type AppendOutcome,
  type NewEntry,
  type PositionUpdate,
  type Storage,
} from '../ports/storage.ts';
import type { Clock } from '../ports/clock.ts';
import type { Reporter } from '../ports/reporter.ts';

export interface PipelineOptions {
  readonly storage: Pick<Storage, 'commit' | 'maxCommitsInFlight'>;
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly reporter: Reporter;
  /** entries in one commit at most, to begin with */
  readonly batchSize: number;
  /** how often a failed commit is made again */
  readonly maxRetries: number;
  /** how long a draft may wait to be handed to a commit */
  readonly flushIntervalMs: number;
  /** bounds of what waits; beyond them: `overloaded`. PIP4 */
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
}

export type Pipeline = ReturnType<typeof createPipeline>;
export type PipelineHealth = Omit<AnswerBody<'pipeline_health'>, 'journal'>;

/**
 * Turns drafts into commits. Batching is natural: whatever waits when the previous commit ends is the next batch; no
 * timer delays a lone message (PIP1). Lanes take turns; within a lane the order of arrival is the order of the log.
 */
export function createPipeline(options: PipelineOptions) {
  const { storage, clock, reporter, maxRetries, flushIntervalMs } = options;
  const figures = createPipelineFigures();
  const positions = createPositionQueue();
  const limit = createBatchLimit({
    start: options.batchSize,
    commitsAtOnce: storage.maxCommitsInFlight,
  });
  const capacity = createCapacity({ ...options, commitsAtOnce: storage.maxCommitsInFlight });
  const retries = createRetries(options);
  const drainShare = createDrainShare();
  const turns = createLaneTurns({
    clock,
    drainShare: drainShare.size,
    onDoubt: (lane) => {
      recovery.readAgain(lane);
    },
  });
  const commitInTime = createCommitInTime(options);
  const breaker = createBreaker({
    ...options,
    failuresInARow: maxRetries + 1,
    slowMs: flushIntervalMs,
    onChange: breakerChanged,
  });
  const isAway = () => breaker.state() === 'open';
  const recovery = createRecovery({
    ...options,
    figures,
    retries,
    lookUp: breaker.lookUp,
    lookUpLateMs: commitInTime.deadlineMs,
    isAway,
    giveUp: (lane, isDue) => {
      lane.giveUp(isDue, refusalNow);
    },
    release,
  });
  const settleShares = createSettleShares({ recovery, reporter, release });
  let armed = false;
  let draining = false;
  let commitsInFlight = 0;
  let entriesInFlight = 0;
  /** drafts accepted and not settled, and about how much memory they hold */
  let open = 0;
  let openBytes = 0;
  const idleWaiters: (() => void)[] = [];
  const breakerListeners: ((state: BreakerState) => void)[] = [];

  /** Why nothing more is taken right now, or `undefined`. */
  function refusal({ bytes, whenAway }: Pick<AnyDraft, 'bytes' | 'whenAway'>): Refusal | undefined {
    if (draining)
      return refuse('unavailable', 'This node is stopping; try again elsewhere.', { retryAfterMs: 1000 })
        .error;
    // The journal holds back by itself.
    if (whenAway === 'wait') return undefined;
    if (open >= capacity.waitingMost() || openBytes + bytes > options.maxWaitingBytes)
      return refuse('overloaded', 'The server has more to store than it can; try again soon.', {
        retryAfterMs: 1000,
      }).error;
    return undefined;
  }

  /** What is told to whoever waited, or would have to wait, in vain. PIP3 */
  function refusalNow(mayQueue: boolean): Refusal {
    const code = mayQueue ? 'overloaded' : 'unavailable';
    const { retryAt } = breaker.figures();
    const retryAfterMs = Math.max(1000, (retryAt ?? 0) - clock.nowMs());
    return refuse(code, 'The store did not take this in time; try again soon.', { retryAfterMs }).error;
  }

  function breakerChanged(state: BreakerState): void {
    const { openedTotal, retryAt } = breaker.figures();
    const retryInMs = retryAt === null ? undefined : Math.round(retryAt - clock.nowMs());
    const say = state === 'open' ? reporter.warn : reporter.info;
    say(`the breaker of the store is ${state.replace('_', ' ')}`, { openedTotal, retryInMs });
    if (state === 'open') positions.refuseWaiters();
    for (const listener of breakerListeners) listener(state);
    arm();
  }

  function closed(bytes: number): void {
    open -= 1;
    openBytes -= bytes;
    tellIdle();
  }

  function isIdle(): boolean {
    return open === 0 && commitsInFlight === 0 && (positions.size() === 0 || isAway());
  }

  function tellIdle(): void {
    if (isIdle()) for (const tell of idleWaiters.splice(0)) tell();
  }

  /** A lane has something to commit, unless it is busy: then it comes back by itself. */
  function enqueue(lane: AnyLane): void {
    if (turns.add(lane)) arm();
  }

  function mayCommit(): boolean {
    return commitsInFlight < storage.maxCommitsInFlight && breaker.allows();
  }

  function arm(): void {
    if (armed || !mayCommit()) return;
    armed = true;
    clock.soon(flush);
  }

  function flush(): void {
    armed = false;
    while (mayCommit() && (turns.hasAny() || positions.size() > 0)) {
      const shares = turns.take(limit.next());
      if (shares.length === 0 && positions.size() === 0) break;
      void commit(shares);
    }
  }

  async function commit(shares: readonly Share[]): Promise<void> {
    const appends = appendsOf(shares);
    const marks = positions.take();
    commitsInFlight += 1;
    entriesInFlight += appends.length;
    retries.sent();
    const attempt = breaker.sent();
    const startedMs = clock.monotonicMs();
    const outcomes = await tryToCommit({ appends, positions: marks.updates });
    const durationMs = clock.monotonicMs() - startedMs;
    commitsInFlight -= 1;
    entriesInFlight -= appends.length;
    if (outcomes instanceof StoreError) {
      figures.totals.failed += appends.length;
      limit.failed();
      marks.settle(false);
      // First: should the breaker open now, what it sends to the journal goes there in order. JRN1
      recovery.takeBack(shares, outcomes);
      attempt.failed();
      recovery.goOn(shares, outcomes);
    } else {
      figures.committed(appends.length, durationMs, clock.nowMs());
      limit.committed(appends.length, durationMs);
      capacity.committed(appends.length, durationMs);
      drainShare.committed(durationMs);
      settleShares(shares, outcomes);
      marks.settle(true);
      attempt.succeeded(durationMs);
    }
    flush();
    tellIdle();
  }

  async function tryToCommit(
    batch: Parameters<Storage['commit']>[0],
  ): Promise<readonly AppendOutcome[] | StoreError> {
    try {
      return await commitInTime.commit(batch);
    } catch (error) {
      const isKnown = error instanceof StoreError;
      const failure = isKnown ? error : new StoreError('unknown', 'The store failed.', { cause: error });
      if (!isKnown) reporter.error('commit threw', error);
      const { outcome, message: reason } = failure;
      reporter.warn('commit failed', { outcome, reason, entries: batch.appends.length });
      return failure;
    }
  }

  function release(lane: AnyLane): void {
    lane.release();
    enqueue(lane);
  }

  return {
    refusal,
    refusalNow,
    /** The store is taken to be away: what can wait in the journal does, all else is refused at once. BRK1 */
    isAway,
    /** A message may wait in its lane; otherwise it goes to the journal. Half open, one batch at a time is tried. */
    takesMessages: (): boolean => breaker.allows(),
    onBreaker(listener: (state: BreakerState) => void): void {
      breakerListeners.push(listener);
    },
    opened(bytes: number): void {
      open += 1;
      openBytes += bytes;
    },
    closed,
    enqueue,
    /** How many messages from the journal are handed over at once. */
    drainShare: drainShare.size,
    /** Positions join the next commit; resolves to whether they are durable. RD1 */
    commitPosition(update: PositionUpdate): Promise<boolean> {
      if (isAway()) return Promise.resolve(false);
      return new Promise((resolve) => {
        positions.add(update, resolve);
        arm();
      });
    },
    /** Positions that may be lost in a crash join the next commit, without an answer. */
    writePositionBehind(update: PositionUpdate): void {
      positions.add(update);
      arm();
    },
    health(): PipelineHealth {
      return {
        status: draining || breaker.state() !== 'closed' ? 'degraded' : 'healthy',
        queued: open - entriesInFlight,
        in_flight: entriesInFlight,
        batch_size: limit.size(),
        batch_size_limit: limit.highest,
        ...figures.report(),
        breaker: breakerHealth(breaker.figures()),
      };
    },
    open: (): number => open,
    drain(): Promise<void> {
      draining = true;
      if (isIdle()) return Promise.resolve();
      return new Promise((resolve) => idleWaiters.push(resolve));
    },
  };
}

function appendsOf(shares: readonly Share[]): NewEntry[] {
  const appends: NewEntry[] = [];
  for (const { jobs } of shares) for (const { entry } of jobs) if (entry !== undefined) appends.push(entry);
  return appends;
}
