import type { Clock } from '@parley/core';

/** What was read a moment ago, by key. */
export interface FreshCache<Value> {
  /** The kept value, or what `load`, or an earlier one still under way, answers now. Its errors are passed on and not kept. */
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  /** The kept value, if there is a fresh one. */
  peek(key: string): Value | undefined;
  /** Whoever asks from now on reads again, whatever is on its way. SEC1 */
  forget(key: string): void;
}

export interface FreshCacheOptions<Value> {
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
  /** How old a kept value may be. */
  readonly lifetimeMs: number;
  readonly maxEntries: number;
  /** Values not worth keeping are asked for each time. */
  readonly isKept: (value: Value) => boolean;
}

interface Kept<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/** Reads each key once for all who ask at the same time, and keeps it for a moment; the oldest make room, and past ones go. */
export function createFreshCache<Value>(options: FreshCacheOptions<Value>): FreshCache<Value> {
  const { clock, lifetimeMs, maxEntries, isKept } = options;
  const kept = new Map<string, Kept<Value>>();
  const loading = new Map<string, Promise<Value>>();
  let isSweepDue = false;

  function peek(key: string): Value | undefined {
    const found = kept.get(key);
    return found !== undefined && found.untilMs > clock.monotonicMs() ? found.value : undefined;
  }

  function keep(key: string, value: Value): void {
    kept.delete(key);
    kept.set(key, { value, untilMs: clock.monotonicMs() + lifetimeMs });
    const [oldest] = kept.size > maxEntries ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    sweepLater();
  }

  function sweepLater(): void {
    if (isSweepDue) return;
    isSweepDue = true;
    clock.after(lifetimeMs, sweep);
  }

  /** All live equally long, so the map is in the order of their ends. */
  function sweep(): void {
    isSweepDue = false;
    const nowMs = clock.monotonicMs();
    for (const [key, { untilMs }] of kept) {
      if (untilMs > nowMs) break;
      kept.delete(key);
    }
    if (kept.size > 0) sweepLater();
  }

  async function read(key: string, load: () => Promise<Value>): Promise<Value> {
    const answer = load();
    loading.set(key, answer);
    try {
      const value = await answer;
      // After a `forget` another load is on its way, or none: this one may be stale.
      if (loading.get(key) === answer && isKept(value)) keep(key, value);
      return value;
    } finally {
      if (loading.get(key) === answer) loading.delete(key);
    }
  }

  return {
    async get(key, load) {
      return peek(key) ?? (await (loading.get(key) ?? read(key, load)));
    },
    peek,
    forget(key) {
      kept.delete(key);
      loading.delete(key);
    },
  };
}
