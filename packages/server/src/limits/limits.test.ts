import { describe, expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { createQuota } from './quota.ts';
import { createTokenBuckets } from './token-buckets.ts';

const rate = { perSecond: 10, burst: 3 };

describe('token buckets', () => {
  test('LIM1: a burst passes, then the refusal says when to return', () => {
    const clock = createFakeClock();
    const buckets = createTokenBuckets(rate, clock);
    for (let n = 0; n < 3; n += 1) expect(buckets.take('a')).toEqual({ ok: true });
    expect(buckets.take('a')).toEqual({ ok: false, retryAfterMs: 100 });
    clock.advance(99);
    expect(buckets.take('a')).toEqual({ ok: false, retryAfterMs: 1 });
    clock.advance(1);
    expect(buckets.take('a')).toEqual({ ok: true });
  });

  test('LIM1: keys do not share a bucket', () => {
    const buckets = createTokenBuckets({ perSecond: 1, burst: 1 }, createFakeClock());
    expect(buckets.take('a').ok).toBe(true);
    expect(buckets.take('a').ok).toBe(false);
    expect(buckets.take('b').ok).toBe(true);
  });

  test('LIM1: an empty bucket is not forgotten before it has filled again', () => {
    const clock = createFakeClock();
    const buckets = createTokenBuckets(rate, clock);
    let passed = 0;
    // 10 seconds of 100 tries a second
    for (let n = 0; n < 1000; n += 1) {
      if (buckets.take('a').ok) passed += 1;
      clock.advance(10);
    }
    expect(passed).toBeGreaterThanOrEqual(100);
    expect(passed).toBeLessThanOrEqual(103);
  });
});

describe('quotas', () => {
  test('LIM1: no window of the given length holds more than the count', () => {
    const clock = createFakeClock();
    const quota = createQuota({ count: 5, windowS: 10 }, clock);
    const passedAtMs: number[] = [];
    for (let n = 0; n < 300; n += 1) {
      if (quota.take('a').ok) passedAtMs.push(clock.monotonicMs());
      clock.advance(n % 7 === 0 ? 900 : 130);
    }
    for (const startMs of passedAtMs)
      expect(passedAtMs.filter((ms) => ms >= startMs && ms < startMs + 10_000).length).toBeLessThanOrEqual(5);
    expect(passedAtMs.length).toBeGreaterThan(20);
  });

  test('LIM1: the refusal says when the oldest leaves the window', () => {
    const clock = createFakeClock();
    const quota = createQuota({ count: 2, windowS: 10 }, clock);
    quota.take('a');
    clock.advance(4_000);
    quota.take('a');
    expect(quota.take('a')).toEqual({ ok: false, retryAfterMs: 6_000 });
    clock.advance(6_000);
    expect(quota.take('a').ok).toBe(true);
  });
});
