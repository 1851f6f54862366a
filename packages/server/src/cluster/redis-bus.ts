import type { Bus, BusListener, Clock } from '@parley/core';
import { createClient } from '@redis/client';
import type { Log } from '../log.ts';

export interface RedisBusOptions {
  /** `REDIS_URL`: `redis://…` or `rediss://…` */
  readonly url: string;
  /** this process among all nodes */
  readonly node: string;
  /** Nodes of one store, and no others, speak on one channel. */
  readonly store: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Every node hears itself too, once a second: without that for this long, what it says reaches nobody. */
const echoMs = 2_500;
const lookEveryMs = 500;
/** What waits for a Redis that takes nothing; beyond it hints are lost, and others read the store. PIP4 */
const mostUnsent = 5_000;
const longestPauseMs = 2_000;

/**
 * The bus over Redis' sharded publish and subscribe (Redis 7 or Valkey). Nothing waits for Redis: not the start, not a
 * hint, not the stop.
 */
export function createRedisBus({ url, node, store, clock, log }: RedisBusOptions): Bus {
  const channel = `parley:${store}`;
  const own = `{"from":${JSON.stringify(node)},`;
  const connectTimeout = 5_000;
  const reconnectStrategy = (attempt: number): number =>
    Math.min(longestPauseMs, 50 * 2 ** Math.min(attempt, 6));
  // Its own queue is off: a hint that cannot be said now is of no use later.
  const speaker = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout, reconnectStrategy },
  });
  const hearer = createClient({ url, socket: { connectTimeout, reconnectStrategy } });
  let listener: BusListener | undefined;
  let unsent = 0;
  let heardMs = -Infinity;
  let wasUp = false;
  let lastFault = '';

  function failed(error: unknown): void {
    // Messages of the library name hosts; codes do not. SEC4
    const fault = codeOf(error);
    if (fault === lastFault) return;
    lastFault = fault;
    log.warn(
      { reason: fault },
      'REDIS_URL: Redis cannot be used now; what other nodes store arrives a second or two later',
    );
  }

  function hear(text: string): void {
    if (text.startsWith(own)) heardMs = clock.monotonicMs();
    else listener?.heard(text);
    look();
  }

  const isUp = (): boolean => clock.monotonicMs() - heardMs < echoMs;

  function look(): void {
    if (isUp() === wasUp) return;
    wasUp = !wasUp;
    if (wasUp) lastFault = '';
    if (wasUp) listener?.up();
    else listener?.down();
  }

  speaker.on('error', failed);
  hearer.on('error', failed);
  speaker.connect().catch(failed);
  hearer
    .connect()
    .then(() => hearer.sSubscribe(channel, hear))
    .catch(failed);
  const stopLooking = clock.every(lookEveryMs, look);

  return {
    node,
    say(text) {
      if (!speaker.isReady || unsent >= mostUnsent) return;
      unsent += 1;
      speaker
        .sPublish(channel, text)
        .catch(failed)
        .finally(() => {
          unsent -= 1;
        });
    },
    listen(heard) {
      listener = heard;
    },
    isUp,
    async close() {
      stopLooking();
      // What was said last is on its way, unless Redis takes nothing.
      await Promise.race([speaker.close().catch(() => undefined), wait(clock, 500)]);
      for (const client of [speaker, hearer]) if (client.isOpen) client.destroy();
    },
  };
}

function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

/** `ECONNREFUSED`, `WRONGPASS`, `NOAUTH` …; never a host or a password. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,}\b/.exec(error.message)?.[0] ?? error.name;
}
