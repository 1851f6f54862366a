import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { isUuidV7, uuidV7TimeMs } from '@parley/protocol';
import { createIds, systemRandom } from './random.ts';

test('SND3: ids made here are UUIDv7 of this moment, each its own', () => {
  const clock = createFakeClock();
  const ids = createIds(clock, systemRandom);
  const made = Array.from({ length: 2000 }, () => ids.newId());
  expect(made.every(isUuidV7)).toBe(true);
  expect(new Set(made).size).toBe(2000);
  expect(uuidV7TimeMs(made[0] ?? '')).toBe(clock.nowMs());
});

test('SND2: equal texts have equal digests of 32 hex digits', () => {
  const ids = createIds(createFakeClock(), systemRandom);
  expect(ids.digest('a')).toBe(ids.digest('a'));
  expect(ids.digest('a')).not.toBe(ids.digest('b'));
  expect(ids.digest('a')).toMatch(/^[0-9a-f]{32}$/);
});
