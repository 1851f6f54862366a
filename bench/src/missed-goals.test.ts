import { expect, test } from 'bun:test';
import { formatMissedGoals } from './missed-goals.ts';

const runsOf = (...values: (number | null)[]) => [
  { runs: values.map((ms) => [{ name: 'a', figures: { ms }, goals: { ms: 50 } }]) },
];

test('a goal holds for the median of the runs', () => {
  expect(formatMissedGoals(runsOf(10, 20, 90), {})).toBe('All goals are met.');
  expect(formatMissedGoals(runsOf(10, 60, 90), { ms: 'delay' })).toBe(
    'Missed goals:\n- a: delay 60, at most 50 is the goal',
  );
});

test('what could not be measured is no goal met, and without goals there is nothing to say', () => {
  expect(formatMissedGoals(runsOf(null), {})).toContain('not measured');
  expect(formatMissedGoals([{ runs: [[{ name: 'a', figures: { ms: 99 } }]] }], {})).toBe('');
});
