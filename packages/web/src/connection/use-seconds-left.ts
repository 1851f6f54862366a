import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';

const secondMs = 1_000;

/** Whole seconds until a time on the monotonic clock, counted down to 0. */
export function useSecondsLeft(atMs: number): number {
  const { clock } = useApp();
  const [nowMs, setNowMs] = useState(() => clock.monotonicMs());
  const leftMs = Math.max(0, atMs - nowMs);
  useEffect(() => {
    if (leftMs <= 0) return undefined;
    return clock.after(untilNextMs(leftMs), () => setNowMs(clock.monotonicMs()));
  }, [clock, leftMs]);
  return Math.ceil(leftMs / secondMs);
}

/**
 * To the next whole second, so that it counts evenly. At least a millisecond: after less, the clock may say the same time
 * as before, and what shows no change is not counted on.
 */
export function untilNextMs(leftMs: number): number {
  return Math.ceil(leftMs % secondMs) || secondMs;
}
