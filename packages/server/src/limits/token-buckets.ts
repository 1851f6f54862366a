import type { Clock } from '@parley/core';
import type { Rate } from '@parley/protocol';
import { createGenerations } from './generations.ts';
import { granted, type Limiter } from './limiter.ts';

/**
 * A token bucket per key: `perSecond` flow in, at most `burst` are held, one take is one token. Kept as the one time
 * at which the bucket will be full again (the generic cell rate algorithm); past that time it is forgotten.
 */
export function createTokenBuckets(rate: Rate, clock: Pick<Clock, 'monotonicMs'>): Limiter {
  const tokenMs = 1000 / rate.perSecond;
  const capacityMs = rate.burst * tokenMs;
  const monotonicMs = () => clock.monotonicMs();
  const fullAtMs = createGenerations<number>({ lifetimeMs: capacityMs, maxKeys: 200_000, monotonicMs });

  return {
    take(key) {
      const nowMs = monotonicMs();
      const nextMs = Math.max(fullAtMs.find(key) ?? 0, nowMs) + tokenMs;
      const waitMs = nextMs - capacityMs - nowMs;
      // A thousandth of a millisecond forgives rounding of fractions.
      if (waitMs > 0.001) return { ok: false, retryAfterMs: Math.ceil(waitMs - 0.001) };
      fullAtMs.set(key, nextMs);
      return granted;
    },
  };
}
