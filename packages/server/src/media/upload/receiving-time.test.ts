import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { inReceivingTime } from './receiving-time.ts';

test('MED10: who sends steadily has all the time, who stops has ten minutes', async () => {
  const clock = createFakeClock();
  const minute = 60_000;
  const ended: string[] = [];
  const isDone = Promise.withResolvers<undefined>();
  const receiving = inReceivingTime(clock, async (late, onArrived) => {
    late.addEventListener('abort', () => void ended.push('late'));
    for (let passed = 0; passed < 60; passed += 1) {
      onArrived(240_000);
      clock.advance(minute);
    }
    clock.advance(10 * minute);
    expect(ended).toEqual([]);
    clock.advance(minute);
    await isDone.promise;
  });
  expect(ended).toEqual(['late']);
  isDone.resolve(undefined);
  await receiving;
  expect(clock.pending()).toBe(0);
});
