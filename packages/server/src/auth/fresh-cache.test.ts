import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { createFreshCache } from './fresh-cache.ts';

function createCounting() {
  const clock = createFakeClock();
  const waiting: ((value: string | undefined) => void)[] = [];
  const cache = createFreshCache<string | undefined>({
    clock,
    lifetimeMs: 5_000,
    maxEntries: 2,
    isKept: (value) => value !== undefined,
  });
  const load = () => new Promise<string | undefined>((resolve) => void waiting.push(resolve));
  return { clock, cache: { ...cache, get: (key: string) => cache.get(key, load) }, waiting };
}

test('SEC1: what is kept is read again when its time is over', async () => {
  const { clock, cache, waiting } = createCounting();
  const first = cache.get('a');
  const second = cache.get('a');
  waiting[0]?.('one');
  expect([await first, await second, waiting.length]).toEqual(['one', 'one', 1]);
  clock.advance(4_999);
  expect(await cache.get('a')).toBe('one');
  clock.advance(1);
  const third = cache.get('a');
  waiting[1]?.('two');
  expect(await third).toBe('two');
});

test('SEC1: a read that began before a forget is not kept after it', async () => {
  const { cache, waiting } = createCounting();
  const early = cache.get('a');
  cache.forget('a');
  const late = cache.get('a');
  waiting[1]?.('new');
  expect(await late).toBe('new');
  waiting[0]?.('old');
  expect(await early).toBe('old');
  expect(await cache.get('a')).toBe('new');
  expect(waiting).toHaveLength(2);
});

test('LIM1: the oldest make room, and what was not found is not kept', async () => {
  const { cache, waiting } = createCounting();
  for (const [index, key] of ['a', 'b', 'c'].entries()) {
    const read = cache.get(key);
    waiting[index]?.(key);
    await read;
  }
  expect([cache.peek('a'), cache.peek('b'), cache.peek('c')]).toEqual([undefined, 'b', 'c']);
  const missing = cache.get('d');
  waiting[3]?.(undefined);
  await missing;
  void cache.get('d');
  expect(waiting).toHaveLength(5);
});

test('SEC1: what is past its time does not stay in memory, used or not', async () => {
  const { clock, cache, waiting } = createCounting();
  const read = cache.get('a');
  waiting[0]?.('one');
  await read;
  clock.advance(3_000);
  const later = cache.get('b');
  waiting[1]?.('two');
  await later;
  clock.advance(2_000);
  expect([cache.peek('a'), cache.peek('b')]).toEqual([undefined, 'two']);
  clock.advance(5_000);
  expect(cache.peek('b')).toBeUndefined();
  expect(clock.pending()).toBe(0);
});
