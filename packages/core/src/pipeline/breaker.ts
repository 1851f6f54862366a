import type { Clock } from '../ports/clock.ts';
import { createSlidingCount } from './sliding-count.ts';

export type BreakerState = 'closed' | 'open' | 'half_open';

export interface BreakerOptions {
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** as many batches failing in a row open it */
  readonly failuresInARow: number;
  /** an answer later than this counts as slow */
  readonly slowMs: number;
  readonly onChange: (state: BreakerState) => void;
}

/** One batch under way: exactly one of the two is called, once. */
export interface Attempt {
  succeeded(durationMs: number): void;
  failed(): void;
}

/** A log is being read since nobody knows what became of a batch. That it can be read says nothing about writing. */
export interface LookUp {
  /** It failed or has no answer yet; counts once, however often it is called. */
  failed(): void;
}

export interface BreakerFigures {
  readonly state: BreakerState;
  readonly openedTotal: number;
  /** when the present state began, UTC ms; `null`: closed since the start */
  readonly since: number | null;
  /** when an open breaker lets the next batch through, UTC ms */
  readonly retryAt: number | null;
}

const windowMs = 10_000;
const enoughAttempts = 20;
const tooManyFailures = 0.5;
const tooManySlow = 0.6;
const goodOnesToClose = 3;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * Keeps batches away from a store that fails or is too slow, so that messages go to the journal instead of waiting.
 * Only what the store does counts: refused entries and lost numbers are answers, not failures. Look-ups that fail count
 * too, since a log whose last batch is unknown sends no other: when all of them wait, no batch is left to fail. BRK1
 *
 * Closed: opens after `failuresInARow` failures, or when of at least 20 batches of the last 10 s half failed or 60 % were
 * slow. Open: nothing passes for a while, full jitter, 0.5 s at first, up to 30 s. Half open: one batch at a time;
 * a failure opens it again, three good ones close it.
 */
export function createBreaker(options: BreakerOptions) {
  const { clock, random } = options;
  const attempts = createSlidingCount(clock, windowMs);
  const failures = createSlidingCount(clock, windowMs);
  const slow = createSlidingCount(clock, windowMs);
  let state: BreakerState = 'closed';
  let since: number | null = null;
  let retryAt: number | null = null;
  let openedTotal = 0;
  let failedInARow = 0;
  /** openings since it was last closed: each pause may be twice as long as the one before */
  let openings = 0;
  let goodOnes = 0;
  let isProbing = false;
  /** attempts of an earlier period say nothing about this one */
  let period = 0;

  function become(next: BreakerState): void {
    state = next;
    since = clock.nowMs();
    retryAt = null;
    period += 1;
    isProbing = false;
    goodOnes = 0;
    failedInARow = 0;
    if (next === 'open') pause();
    options.onChange(next);
  }

  function pause(): void {
    const pauseMs = random() * Math.min(longestPauseMs, firstPauseMs * 2 ** openings);
    openedTotal += 1;
    openings += 1;
    retryAt = clock.nowMs() + pauseMs;
    clock.after(pauseMs, () => {
      become('half_open');
    });
  }

  function close(): void {
    openings = 0;
    for (const count of [attempts, failures, slow]) count.clear();
    become('closed');
  }

  function shouldOpen(): boolean {
    if (failedInARow >= options.failuresInARow) return true;
    const sent = attempts.total();
    if (sent < enoughAttempts) return false;
    return failures.total() >= sent * tooManyFailures || slow.total() >= sent * tooManySlow;
  }

  function failed(sentIn: number): void {
    failures.add();
    if (sentIn !== period) return;
    failedInARow += 1;
    if (state === 'half_open' || shouldOpen()) become('open');
  }

  return {
    state: (): BreakerState => state,
    /** Whether a batch may be sent now. */
    allows: (): boolean => state === 'closed' || (state === 'half_open' && !isProbing),
    /** A batch is sent: it counts from now, also while it hangs. */
    sent(): Attempt {
      attempts.add();
      isProbing = state === 'half_open';
      const sentIn = period;
      return {
        succeeded(durationMs) {
          if (durationMs > options.slowMs) slow.add();
          if (sentIn !== period) return;
          failedInARow = 0;
          isProbing = false;
          if (state === 'half_open' && ++goodOnes >= goodOnesToClose) close();
          else if (state === 'closed' && shouldOpen()) become('open');
        },
        failed() {
          failed(sentIn);
        },
      };
    },
    lookUp(): LookUp {
      const sentIn = period;
      let hasFailed = false;
      return {
        failed() {
          if (hasFailed) return;
          hasFailed = true;
          attempts.add();
          failed(sentIn);
        },
      };
    },
    figures: (): BreakerFigures => ({ state, openedTotal, since, retryAt }),
  };
}
