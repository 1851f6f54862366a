import type { Clock } from '@parley/core';
import type { Rate } from '@parley/protocol';
import { createGenerations } from './generations.ts';
import { granted, type Limiter } from './limiter.ts';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/**
 * A token bucket per key: `perSecond` flow in, at most `burst` are held, one take is one token. A bucket unused for
 * as long as it takes to fill is as good as new and is forgotten.
 */
export function createTokenBuckets(rate: Rate, clock: Pick<Clock, 'monotonicMs'>): Limiter {
  const perMs = rate.perSecond / 1000;
  const monotonicMs = () => clock.monotonicMs();
  const buckets = createGenerations<Bucket>({
    lifetimeMs: rate.burst / perMs,
    maxKeys: 200_000,
    monotonicMs,
  });

  return {
    take(key) {
      const nowMs = monotonicMs();
      const bucket = buckets.find(key);
      if (bucket === undefined) {
        buckets.set(key, { tokens: rate.burst - 1, filledAtMs: nowMs });
        return granted;
      }
      bucket.tokens = Math.min(rate.burst, bucket.tokens + (nowMs - bucket.filledAtMs) * perMs);
      bucket.filledAtMs = nowMs;
      if (bucket.tokens < 1) return { ok: false, retryAfterMs: Math.ceil((1 - bucket.tokens) / perMs) };
      bucket.tokens -= 1;
      return granted;
    },
  };
}
