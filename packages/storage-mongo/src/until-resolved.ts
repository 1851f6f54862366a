import type { Clock } from '@parley/core';
import { nameFailureOf } from './name-failure.ts';

/** No new attempt later than this after the first. */
const patienceMs = 30_000;
const firstPauseMs = 250;
const longestPauseMs = 4_000;

/**
 * Connects, and again while a resolver does not answer, ever less often. A name that is certainly unknown, and every
 * other failure, is thrown at once. DNS1
 */
export async function untilResolved<Value>(
  clock: Pick<Clock, 'after' | 'monotonicMs'>,
  connect: () => Promise<Value>,
): Promise<Value> {
  const endMs = clock.monotonicMs() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await connect();
    } catch (error) {
      const mayPass = nameFailureOf(error)?.isUnknownName === false;
      if (!mayPass || clock.monotonicMs() + pauseMs > endMs) throw error;
    }
    await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
  }
}
