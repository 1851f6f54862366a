import { expect, test } from 'bun:test';
import { createHandClock } from '../testing/hand-clock.ts';
import { watchIdle } from './watch-idle.ts';

function createBench() {
  const clock = createHandClock();
  const said: boolean[] = [];
  return { clock, said, watch: watchIdle(clock, 1_000, (isIdle) => said.push(isIdle)) };
}

test('PRS1: who touches nothing is idle after a while, and back at the next touch', () => {
  const { clock, said, watch } = createBench();
  clock.advance(999);
  expect(said).toEqual([]);
  clock.advance(1);
  expect(said).toEqual([true]);
  watch.touch();
  watch.touch();
  expect(said).toEqual([true, false]);
  clock.advance(1_000);
  expect(said).toEqual([true, false, true]);
});

test('PRS1: every touch begins the time anew', () => {
  const { clock, said, watch } = createBench();
  clock.advance(600);
  watch.touch();
  clock.advance(999);
  expect(said).toEqual([]);
  clock.advance(1);
  expect(said).toEqual([true]);
});

test('nothing is said once it is stopped', () => {
  const { clock, said, watch } = createBench();
  watch.stop();
  clock.advance(10_000);
  expect(said).toEqual([]);
});
