import type { Clock } from '@parley/client';

/** Time that moves only by `advance`; what is due by then runs in order. */
export interface HandClock extends Clock {
  advance(durationMs: number): void;
}

export function createHandClock(startMs = 1_000): HandClock {
  let nowMs = startMs;
  const timers = new Set<{ readonly atMs: number; readonly task: () => void }>();
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    after(delayMs, task) {
      const timer = { atMs: nowMs + delayMs, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(durationMs) {
      const untilMs = nowMs + durationMs;
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = next.atMs;
        next.task();
      }
      nowMs = untilMs;
    },
  };
}
