import { expect, test } from 'bun:test';
import type { SystemEntry } from '@parley/client';
import { describeEntry } from './describe-entry.ts';

const at = { conversation: 'g', seq: 2, at: '2026-11-25T12:00:00.000Z', by: 'ada' };
const cases: readonly (readonly [SystemEntry, string])[] = [
  [{ ...at, kind: 'created', name: 'Tea', description: '', members: [] }, 'Ada made the group “Tea”'],
  [{ ...at, kind: 'member_added', user_id: 'bob', role: 'member' }, 'Ada added Bob'],
  [{ ...at, kind: 'member_added', user_id: 'ada', role: 'member' }, 'Ada joined'],
  [{ ...at, kind: 'member_removed', user_id: 'bob' }, 'Ada removed Bob'],
  [{ ...at, kind: 'member_removed', user_id: 'ada' }, 'Ada left'],
  [{ ...at, kind: 'role_changed', user_id: 'bob', role: 'admin' }, 'Ada made Bob an admin'],
  [{ ...at, kind: 'role_changed', user_id: 'bob', role: 'member' }, 'Ada made Bob a member'],
  [{ ...at, kind: 'role_changed', user_id: 'bob', role: 'owner' }, 'Ada handed the group over to Bob'],
  [{ ...at, kind: 'renamed', name: 'Coffee' }, 'Ada renamed the group to “Coffee”'],
  [{ ...at, kind: 'updated', name: 'Coffee', discoverable: true }, 'Ada renamed the group to “Coffee”'],
  [{ ...at, kind: 'updated', description: 'Every day' }, 'Ada changed the description'],
  [{ ...at, kind: 'updated', avatar_url: null }, 'Ada changed the picture'],
  [{ ...at, kind: 'updated', discoverable: true }, 'Ada changed the group'],
  [{ ...at, kind: 'deleted' }, 'Ada deleted the group'],
];

test.each(cases)('GRP2: %o is told in words', (entry, words) => {
  expect(describeEntry(entry, { by: 'Ada', subject: 'Bob' })).toBe(words);
});
