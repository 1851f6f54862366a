import { expect, test } from 'bun:test';
import { untilNextMs } from './use-seconds-left.ts';

test.each([
  [18_000, 1_000],
  [17_400, 400],
  [17_000.000_000_3, 1],
])('WEB5: with %p ms left it counts again after %p, never at once', (leftMs, nextMs) => {
  expect(untilNextMs(leftMs)).toBe(nextMs);
});
