import type { Clock } from '@parley/core';

/** The machine's own clock. The only module of the server that reads time or sets timers. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
  every(periodMs, task) {
    const timer = setInterval(task, periodMs);
    return () => {
      clearInterval(timer);
    };
  },
  soon(task) {
    setImmediate(task);
  },
};
