import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { watchExpiry } from './watch-expiry.ts';

const hourMs = 60 * 60 * 1000;

test('SEC1: an end months ahead is kept, though no timer can wait that long', () => {
  const clock = createFakeClock();
  let ended = 0;
  watchExpiry(clock, clock.nowMs() + 2_400 * hourMs, () => (ended += 1));
  clock.advance(2_400 * hourMs - 1);
  expect(ended).toBe(0);
  clock.advance(1);
  expect(ended).toBe(1);
  expect(clock.pending()).toBe(0);
});

test('SEC1: an end already past comes at once, and a clock set forward is noticed within the hour', () => {
  const clock = createFakeClock();
  let ended = 0;
  watchExpiry(clock, clock.nowMs() - 1, () => (ended += 1));
  clock.advance(0);
  expect(ended).toBe(1);
  watchExpiry(clock, clock.nowMs() + 10 * hourMs, () => (ended += 1));
  clock.jump(10 * hourMs);
  clock.advance(hourMs);
  expect(ended).toBe(2);
});

test('SEC1: a cancelled watch never ends, also after it has looked again', () => {
  const clock = createFakeClock();
  const cancel = watchExpiry(clock, clock.nowMs() + 3 * hourMs, () => {
    throw new Error('must not end');
  });
  clock.advance(2 * hourMs);
  cancel();
  expect(clock.pending()).toBe(0);
  clock.advance(2 * hourMs);
});
