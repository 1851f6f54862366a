import { refuse, type AnswerBody, type Refusal } from '@parley/protocol';
import type { AnyLane } from './lane.ts';
import { createRecovery, type Share } from './recovery.ts';
import { createPipelineFigures } from './figures.ts';
import { createPositionQueue } from './position-queue.ts';
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
  readonly reporter: Reporter;
  /** entries in one commit at most */
  readonly batchSize: number;
  /** how long a draft may wait to be handed to a commit */
  readonly flushIntervalMs: number;
  /** bounds of what waits; beyond them: `overloaded`. PIP4 */
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
}

export type Pipeline = ReturnType<typeof createPipeline>;

/**
 * Turns drafts into commits. Batching is natural: whatever waits when the previous commit ends is the next batch; no
 * timer delays a lone message (PIP1). Lanes take turns; within a lane the order of arrival is the order of the log.
 */
export function createPipeline(options: PipelineOptions) {
  const { storage, clock, reporter } = options;
  const figures = createPipelineFigures();
  const positions = createPositionQueue();
  const recovery = createRecovery({ clock, reporter, figures, release });
  let ready: AnyLane[] = [];
  let armed = false;
  let draining = false;
  let commitsInFlight = 0;
  let entriesInFlight = 0;
  /** drafts accepted and not settled, and about how much memory they hold */
  let open = 0;
  let openBytes = 0;
  const idleWaiters: (() => void)[] = [];

  /** Why nothing more is taken right now, or `undefined`. */
  function refusal(bytes: number): Refusal | undefined {
    if (draining)
      return refuse('unavailable', 'This node is stopping; try again elsewhere.', { retryAfterMs: 1000 })
        .error;
    if (open >= options.maxWaiting || openBytes + bytes > options.maxWaitingBytes)
      return refuse('overloaded', 'The server has more to store than it can; try again soon.', {
        retryAfterMs: 1000,
      }).error;
    return undefined;
  }

  function opened(bytes: number): void {
    open += 1;
    openBytes += bytes;
  }

  function closed(bytes: number): void {
    open -= 1;
    openBytes -= bytes;
    tellIdle();
  }

  function isIdle(): boolean {
    return open === 0 && commitsInFlight === 0 && positions.size() === 0;
  }

  function tellIdle(): void {
    if (isIdle()) for (const tell of idleWaiters.splice(0)) tell();
  }

  /** A lane has something to commit, unless it is busy: then it comes back by itself. */
  function enqueue(lane: AnyLane): void {
    if (lane.busy || lane.queued || lane.waiting === 0) return;
    lane.queued = true;
    ready.push(lane);
    arm();
  }

  function arm(): void {
    if (armed || commitsInFlight >= storage.maxCommitsInFlight) return;
    armed = true;
    clock.soon(flush);
  }

  function flush(): void {
    armed = false;
    while (commitsInFlight < storage.maxCommitsInFlight && (ready.length > 0 || positions.size() > 0)) {
      const shares = takeShares();
      if (shares.length === 0 && positions.size() === 0) break;
      void commit(shares);
    }
  }

  function takeShares(): readonly Share[] {
    const shares: Share[] = [];
    const nowMs = clock.nowMs();
    let room = options.batchSize;
    let visited = 0;
    for (const lane of ready) {
      if (room === 0) break;
      visited += 1;
      lane.queued = false;
      const jobs = lane.number(room, nowMs);
      if (jobs.length === 0) continue;
      lane.busy = true;
      room -= jobs.length;
      shares.push({ lane, jobs });
    }
    ready = visited === ready.length ? [] : ready.slice(visited);
    return shares;
  }

  async function commit(shares: readonly Share[]): Promise<void> {
    const appends = appendsOf(shares);
    const marks = positions.take();
    commitsInFlight += 1;
    entriesInFlight += appends.length;
    const startedMs = clock.monotonicMs();
    let outcomes: readonly AppendOutcome[] | StoreError;
    try {
      outcomes = await storage.commit({
        appends,
        positions: marks.updates,
      });
    } catch (error) {
      if (!(error instanceof StoreError)) reporter.error('commit threw', error);
      outcomes =
        error instanceof StoreError
          ? error
          : new StoreError('unknown', 'The store failed.', { cause: error });
    }
    commitsInFlight -= 1;
    entriesInFlight -= appends.length;
    if (outcomes instanceof StoreError) {
      marks.settle(false);
      figures.totals.failed += appends.length;
      reporter.warn('commit failed', {
        outcome: outcomes.outcome,
        reason: outcomes.message,
        entries: appends.length,
      });
      for (const share of shares) recovery.fail(share, outcomes);
    } else {
      figures.committed(appends.length, clock.monotonicMs() - startedMs, clock.nowMs());
      settleAll(shares, outcomes);
      marks.settle(true);
    }
    flush();
    tellIdle();
  }

  function settleAll(shares: readonly Share[], outcomes: readonly AppendOutcome[]): void {
    let at = 0;
    for (const share of shares) {
      settle(share, outcomes, at);
      at += share.jobs.length;
    }
  }

  /** `at`: where the share's outcomes begin. */
  function settle({ lane, jobs }: Share, outcomes: readonly AppendOutcome[], at: number): void {
    let stored = 0;
    for (const job of jobs) {
      if (outcomes[at + stored] !== 'stored') break;
      stored += 1;
      lane.committed(job);
    }
    if (stored === jobs.length) {
      release(lane);
      return;
    }
    settleRefused({ lane, jobs: jobs.slice(stored) }, outcomes[at + stored]);
  }

  function settleRefused({ lane, jobs }: Share, outcome: AppendOutcome | undefined): void {
    const [refused, ...behind] = jobs;
    if (refused === undefined) return;
    // SND4: one entry fails alone; what followed it in its log is numbered again.
    lane.requeue(behind);
    if (outcome === 'rejected') {
      reporter.warn('the store refused an entry for good', { kind: refused.entry?.event.kind });
      lane.failAll([refused], refuse('internal', 'This could not be stored.').error);
      release(lane);
    } else recovery.rejudge(lane, refused);
  }

  function release(lane: AnyLane): void {
    lane.busy = false;
    enqueue(lane);
  }

  return {
    refusal,
    opened,
    closed,
    enqueue,
    /** Positions join the next commit; resolves to whether they are durable. RD1 */
    commitPosition(update: PositionUpdate): Promise<boolean> {
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
    health(): AnswerBody<'pipeline_health'> {
      return {
        status: draining ? 'degraded' : 'healthy',
        queued: open - entriesInFlight,
        in_flight: entriesInFlight,
        batch_size: options.batchSize,
        batch_size_limit: options.batchSize,
        ...figures.report(),
        breaker: null,
        journal: null,
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
