import type { Clock } from '@parley/core';
import type { FakeClock } from '@parley/client/testing';

/** The clock of one process: when it is killed, nothing it has planned happens any more. */
export interface ProcessClock extends Clock {
  kill(): void;
}

export function createProcessClock(clock: FakeClock): ProcessClock {
  let isAlive = true;

  function after(delayMs: number, task: () => void): () => void {
    return clock.after(delayMs, () => {
      if (isAlive) task();
    });
  }

  return {
    nowMs: clock.nowMs,
    monotonicMs: clock.monotonicMs,
    after,
    every(periodMs, task) {
      let cancel = (): void => undefined;
      const again = (): void => {
        cancel = after(periodMs, () => {
          again();
          task();
        });
      };
      again();
      return () => {
        cancel();
      };
    },
    soon(task) {
      after(0, task);
    },
    kill() {
      isAlive = false;
    },
  };
}
