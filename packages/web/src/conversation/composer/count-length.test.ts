import { expect, test } from 'bun:test';
import { countLength, maySend } from './count-length.ts';

test('LIM1: code points are counted, and what is blank counts as nothing', () => {
  expect(countLength('a😀b')).toBe(3);
  expect(countLength(' \n\t')).toBe(0);
});

test('LIM1: what is blank or too long is not sent', () => {
  expect([0, 1, 8_000, 8_001].map(maySend)).toEqual([false, true, true, false]);
});
