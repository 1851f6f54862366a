import { describe, expect, test } from 'bun:test';
import type { Role } from '@parley/client';
import { mayManage, memberActions, type MemberAction } from './member-actions.ts';

const table: readonly (readonly [own: Role, theirs: Role, actions: readonly MemberAction[]])[] = [
  ['member', 'member', ['write']],
  ['member', 'admin', ['write']],
  ['member', 'owner', ['write']],
  ['admin', 'member', ['write', 'remove']],
  ['admin', 'admin', ['write']],
  ['admin', 'owner', ['write']],
  ['owner', 'member', ['write', 'make_admin', 'hand_over', 'remove']],
  ['owner', 'admin', ['write', 'make_member', 'hand_over', 'remove']],
];

describe('the menu of a member', () => {
  for (const [own, theirs, actions] of table)
    test(`GRP2: offers what the policy allows: to the ${own}, about the ${theirs}`, () => {
      expect(memberActions({ own, theirs, isSelf: false })).toEqual(actions);
    });

  test.each(['member', 'admin', 'owner'] as const)(
    'GRP2: offers nothing about oneself: to the %s',
    (role) => {
      expect(memberActions({ own: role, theirs: role, isSelf: true })).toEqual([]);
    },
  );
});

test('GRP2: admins and the owner manage a group', () => {
  expect([mayManage('member'), mayManage('admin'), mayManage('owner')]).toEqual([false, true, true]);
});
