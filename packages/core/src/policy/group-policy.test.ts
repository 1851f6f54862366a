import { describe, expect, test } from 'bun:test';
import type { Role } from '@parley/protocol';
import { groupPolicy, mayInGroup, mayRemove, type GroupAction } from './group-policy.ts';

/** The table as WIRE describes it, written out a second time on purpose: member, admin, owner. */
const expected: Record<GroupAction, readonly [boolean, boolean, boolean]> = {
  read: [true, true, true],
  write: [true, true, true],
  see_activity: [true, true, true],
  leave: [true, true, false],
  add_member: [false, true, true],
  remove_member: [false, true, true],
  remove_admin: [false, false, true],
  update: [false, true, true],
  delete_any_message: [false, true, true],
  change_role: [false, false, true],
  delete_group: [false, false, true],
};
const roles: readonly Role[] = ['member', 'admin', 'owner'];

describe('group policy', () => {
  for (const [action, row] of Object.entries(expected))
    for (const [column, role] of roles.entries())
      test(`GRP2: ${role} ${row[column] === true ? 'may' : 'may not'} ${action}`, () => {
        expect(mayInGroup(role, action as GroupAction)).toBe(row[column] === true);
      });

  test('GRP2: the table has no action that is not checked here', () => {
    expect(Object.keys(groupPolicy).sort()).toEqual(Object.keys(expected).sort());
  });

  test('GRP2: who may remove whom', () => {
    const cells = roles.map((actor) => roles.map((target) => mayRemove(actor, target)));
    expect(cells).toEqual([
      [false, false, false],
      [true, false, false],
      [true, true, false],
    ]);
  });
});
