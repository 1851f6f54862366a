import type { Clock } from '@parley/core';

// Timers can't wait longer than 24.8 days, and the wall clock they aim at may be set meanwhile.
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/** Runs `task` once the wall clock reaches `atMs` (UTC ms), checked at least hourly. Returns what cancels it. */
export function watchExpiry(clock: Clock, atMs: number, task: () => void): () => void {
  let cancel = wait();

  function wait(): () => void {
    return clock.after(Math.min(Math.max(0, atMs - clock.nowMs()), LOOK_AGAIN_MS), () => {
      if (clock.nowMs() >= atMs) task();
      else cancel = wait();
    });
  }

  return () => {
    cancel();
  };
}
