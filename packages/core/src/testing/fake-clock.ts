import type { Clock } from '../ports/clock.ts';

/** A clock that moves only when told to. */
export interface FakeClock extends Clock {
  /** Moves time on, running what falls due, in order of its time. */
  advance(ms: number): void;
  /** Sets the wall clock without letting time pass, as an administrator would. F14 */
  jump(ms: number): void;
  /** How many timers are waiting. */
  pending(): number;
}

interface Timer {
  dueMs: number;
  readonly periodMs: number | undefined;
  readonly task: () => void;
}

export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let elapsedMs = 0;
  let offsetMs = startMs;
  const timers = new Set<Timer>();

  function add(delayMs: number, periodMs: number | undefined, task: () => void): () => void {
    const timer: Timer = { dueMs: elapsedMs + delayMs, periodMs, task };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  }

  function nextDue(limitMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers)
      if (timer.dueMs <= limitMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
    return next;
  }

  return {
    nowMs: () => offsetMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    after: (delayMs, task) => add(delayMs, undefined, task),
    every: (periodMs, task) => add(periodMs, periodMs, task),
    soon: (task) => {
      queueMicrotask(task);
    },
    advance(ms) {
      const limitMs = elapsedMs + ms;
      for (let timer = nextDue(limitMs); timer !== undefined; timer = nextDue(limitMs)) {
        elapsedMs = Math.max(elapsedMs, timer.dueMs);
        if (timer.periodMs === undefined) timers.delete(timer);
        else timer.dueMs += timer.periodMs;
        timer.task();
      }
      elapsedMs = limitMs;
    },
    jump(ms) {
      offsetMs += ms;
    },
    pending: () => timers.size,
  };
}
