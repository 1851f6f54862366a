import type { Clock } from '@parley/core';
import type { Quota } from '@parley/protocol';
import { createGenerations } from './generations.ts';
import { granted, type Limiter } from './limiter.ts';

/** At most `count` takes per key in any `windowS` seconds, exactly: each take's time is kept until it has left the window. */
export function createQuota(quota: Quota, clock: Pick<Clock, 'monotonicMs'>): Limiter {
  const windowMs = quota.windowS * 1000;
  const monotonicMs = () => clock.monotonicMs();
  const taken = createGenerations<number[]>({ lifetimeMs: windowMs, maxKeys: 100_000, monotonicMs });

  return {
    take(key) {
      const nowMs = monotonicMs();
      let times = taken.find(key);
      if (times === undefined) taken.set(key, (times = []));
      while (times[0] !== undefined && times[0] <= nowMs - windowMs) times.shift();
      const [oldestMs] = times;
      if (oldestMs !== undefined && times.length >= quota.count)
        return { ok: false, retryAfterMs: Math.ceil(oldestMs + windowMs - nowMs) };
      times.push(nowMs);
      return granted;
    },
  };
}
