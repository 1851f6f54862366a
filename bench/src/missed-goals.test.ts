import { expect, test } from 'bun:test';
import { formatMissedGoals } from './missed-goals.ts';

const runsOf = (...values: (number | null)[]) => [
  { runs: values.map((ackP50Ms) => [{ name: 'a', figures: { ackP50Ms }, goals: { ackP50Ms: 50 } }]) },
];

test('a goal holds for the median of the runs', () => {
  expect(formatMissedGoals(runsOf(10, 20, 90))).toBe('All 1 goals are met.');
  expect(formatMissedGoals(runsOf(10, 60, 90))).toBe(
    'Missed goals:\n- a: ack p50 ms 60, the goal is at most 50',
  );
});

test('a floor is missed from below', () => {
  const floors = { messagesPerS: 100 };
  const runs = (messagesPerS: number) => [{ runs: [[{ name: 'a', figures: { messagesPerS }, floors }]] }];
  expect(formatMissedGoals(runs(100))).toBe('All 1 goals are met.');
  expect(formatMissedGoals(runs(99))).toContain('messages/s 99, the goal is at least 100');
});

test('what could not be measured is no goal met, and without goals there is nothing to say', () => {
  expect(formatMissedGoals(runsOf(null))).toContain('not measured');
  expect(formatMissedGoals([{ runs: [[{ name: 'a', figures: { ackP50Ms: 99 } }]] }])).toBe('');
});
