import type { Clock } from '@parley/core';
import type { Quota } from '@parley/protocol';
import { createClient } from '@redis/client';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { granted, type Taken } from './limiter.ts';

/** Counts what somebody does at all nodes together. Where Redis does not answer in time it grants: each node counts by itself too. */
export interface ClusterQuotas {
  /** Takes one of `quota` for `key`; `name` tells one quota from another. */
  take(name: string, quota: Quota, key: string): Promise<Taken>;
  close(): Promise<void>;
}

export interface RedisQuotasOptions {
  /** `REDIS_URL` */
  readonly url: string;
  /** Nodes of one store, and no others, count together. */
  readonly store: string;
  readonly clock: Clock;
}

/** Nobody waits longer for Redis before signing in. */
const deadlineMs = 250;

export function createRedisQuotas({ url, store, clock }: RedisQuotasOptions): ClusterQuotas {
  const client = createClient({ url, disableOfflineQueue: true });
  const limiters = new Map<string, RateLimiterRedis>();
  // The bus says when Redis is away, once for both.
  client.on('error', () => undefined);
  client.connect().catch(() => undefined);

  function limiterOf(name: string, { count, windowS }: Quota): RateLimiterRedis {
    const known = limiters.get(name);
    if (known !== undefined) return known;
    const limiter = new RateLimiterRedis({
      storeClient: client,
      useRedisPackage: true,
      keyPrefix: `parley:${store}:${name}`,
      points: count,
      duration: windowS,
    });
    limiters.set(name, limiter);
    return limiter;
  }

  async function consume(limiter: RateLimiterRedis, key: string): Promise<Taken> {
    try {
      await limiter.consume(key);
      return granted;
    } catch (refused) {
      // Anything else is a Redis that fails.
      if (!(refused instanceof RateLimiterRes)) return granted;
      return { ok: false, retryAfterMs: Math.max(1, refused.msBeforeNext) };
    }
  }

  return {
    take(name, quota, key) {
      if (!client.isReady) return Promise.resolve(granted);
      const { promise, resolve } = Promise.withResolvers<Taken>();
      const cancel = clock.after(deadlineMs, () => {
        resolve(granted);
      });
      void consume(limiterOf(name, quota), key).then((taken) => {
        cancel();
        resolve(taken);
      });
      return promise;
    },
    close() {
      if (client.isOpen) client.destroy();
      return Promise.resolve();
    },
  };
}
