import type { Role } from '@parley/protocol';

/** What somebody may want to do in a group. Reading, writing, activity and leaving are every member's. */
export type GroupAction =
  | 'read'
  | 'write'
  | 'see_activity'
  | 'leave'
  | 'add_member'
  | 'remove_member'
  | 'remove_admin'
  | 'update'
  | 'delete_any_message'
  | 'change_role'
  | 'delete_group';

/** The whole policy: for each action the roles that may. GRP2 */
export const groupPolicy: Readonly<Record<GroupAction, readonly Role[]>> = {
  read: ['member', 'admin', 'owner'],
  write: ['member', 'admin', 'owner'],
  see_activity: ['member', 'admin', 'owner'],
  // The owner hands over first, so that no group is left without one.
  leave: ['member', 'admin'],
  add_member: ['admin', 'owner'],
  remove_member: ['admin', 'owner'],
  remove_admin: ['owner'],
  update: ['admin', 'owner'],
  delete_any_message: ['admin', 'owner'],
  change_role: ['owner'],
  delete_group: ['owner'],
};

export function mayInGroup(role: Role, action: GroupAction): boolean {
  return groupPolicy[action].includes(role);
}

/** Whether `actor` may remove somebody of role `target`; nobody removes the owner. */
export function mayRemove(actor: Role, target: Role): boolean {
  if (target === 'owner') return false;
  return mayInGroup(actor, target === 'admin' ? 'remove_admin' : 'remove_member');
}
