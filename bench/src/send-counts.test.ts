import { expect, test } from 'bun:test';
import { addRefusal, countAnswered, countUnanswered, noSends } from './send-counts.ts';

test('PIP4: a refusal for load is an honest answer; silence and any other refusal are findings', () => {
  const counts = { ...noSends(), sent: 10, acked: 5 };
  addRefusal(counts, 'overloaded', 2);
  addRefusal(counts, 'internal');
  expect(countAnswered(counts)).toBe(8);
  expect(countUnanswered(counts)).toBe(3);
});
