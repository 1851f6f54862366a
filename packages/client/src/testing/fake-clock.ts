import type { Clock } from '../ports/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly task: () => void;
}

/** Time that moves only when told to. */
export interface FakeClock extends Clock {
  /** A clock of one machine that goes wrong by `aheadMs`. */
  skewed(aheadMs: number): Clock;
  /** Runs the next timer and what follows from it; false when none is due before `untilMs`. */
  step(untilMs: number): Promise<boolean>;
  /** Runs everything that is due until `durationMs` from now. */
  advance(durationMs: number): Promise<void>;
}

/** Lets everything run that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export function createFakeClock(startMs = Date.UTC(2030, 0, 1)): FakeClock {
  let nowMs = startMs;
  let order = 0;
  const timers = new Set<Timer>();

  function after(delayMs: number, task: () => void): () => void {
    const timer = { atMs: nowMs + Math.max(0, delayMs), order: (order += 1), task };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  }

  function findNext(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers)
      if (
        next === undefined ||
        timer.atMs < next.atMs ||
        (timer.atMs === next.atMs && timer.order < next.order)
      )
        next = timer;
    return next;
  }

  async function step(untilMs: number): Promise<boolean> {
    const next = findNext();
    if (next === undefined || next.atMs > untilMs) return false;
    timers.delete(next);
    nowMs = Math.max(nowMs, next.atMs);
    next.task();
    await settle();
    return true;
  }

  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs - startMs,
    after,
    skewed: (aheadMs) => ({ nowMs: () => nowMs + aheadMs, monotonicMs: () => nowMs - startMs, after }),
    step,
    async advance(durationMs) {
      const untilMs = nowMs + durationMs;
      await settle();
      while (await step(untilMs)) {
        // one timer after the other
      }
      nowMs = untilMs;
    },
  };
}
