import { expect, test } from 'bun:test';
import { noFindings } from '../audit.ts';
import { compareOrders } from './compare-orders.ts';

test('SEQ2: what is shown once and in order is clean', () => {
  expect(compareOrders(['a', 'b', 'c'], ['a', 'b', 'c'])).toEqual(noFindings());
});

test.each([
  ['lost', ['a', 'c']],
  ['doubled', ['a', 'b', 'b', 'c']],
  ['swapped', ['a', 'c', 'b']],
  ['notStored', ['a', 'b', 'x', 'c']],
])('SEQ2: %s is found', (name, seen) => {
  expect(compareOrders(['a', 'b', 'c'], seen)).toEqual({ ...noFindings(), [name]: 1 });
});
