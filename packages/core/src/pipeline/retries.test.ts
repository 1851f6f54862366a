import { describe, expect, test } from 'bun:test';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createRetries } from './retries.ts';

describe('retries', () => {
  test('BRK2: a batch is made again MAX_RETRIES times at most, with full jitter', () => {
    const retries = createRetries({ clock: createFakeClock(), random: () => 0.5, maxRetries: 2 });
    retries.sent();
    expect([1, 2, 3].map((failures) => retries.next(failures))).toEqual([50, 100, undefined]);
  });

  test('BRK2: after the first 20 batches a tenth of those of the last 10 s may be made again', () => {
    const clock = createFakeClock();
    const retries = createRetries({ clock, random: () => 0, maxRetries: 5 });
    for (let n = 0; n < 50; n += 1) retries.sent();
    const granted = Array.from({ length: 20 }, () => retries.next(1)).filter((pause) => pause !== undefined);
    expect(granted).toHaveLength(5);
    clock.advance(11_000);
    for (let n = 0; n < 30; n += 1) retries.sent();
    expect([retries.next(1), retries.next(1), retries.next(1), retries.next(1)]).toEqual([
      0,
      0,
      0,
      undefined,
    ]);
  });
});
