import { expect, test } from 'bun:test';
import { sortActivity } from './sort-activity.ts';

const row = (name: string, last: string | null, count: number) => ({
  name,
  last_active_at: last,
  message_count: count,
});
const rows = [
  row('silent', null, 0),
  row('busy', '2026-03-01T00:00:00.000Z', 40),
  row('recent', '2026-03-03T00:00:00.000Z', 2),
  row('quiet', null, 0),
];
const names = (column: 'last_active' | 'messages') => sortActivity(rows, column).map(({ name }) => name);

test('activity is sorted by the last moment, or by messages; those without any keep their order at the end', () => {
  expect(names('last_active')).toEqual(['recent', 'busy', 'silent', 'quiet']);
  expect(names('messages')).toEqual(['busy', 'recent', 'silent', 'quiet']);
});
