import type { Role } from '@parley/client';

/** What one member may do with another, in the order of the menu. */
export type MemberAction = 'write' | 'make_admin' | 'make_member' | 'hand_over' | 'remove';

export interface MemberPair {
  /** of whoever looks */
  readonly own: Role;
  readonly theirs: Role;
  readonly isSelf: boolean;
}

/** Offers what the server would allow: it has the last word. GRP2 */
export function memberActions({ own, theirs, isSelf }: MemberPair): readonly MemberAction[] {
  if (isSelf) return [];
  const actions: MemberAction[] = ['write'];
  if (own === 'owner' && theirs === 'member') actions.push('make_admin');
  if (own === 'owner' && theirs === 'admin') actions.push('make_member');
  if (own === 'owner') actions.push('hand_over');
  if (mayRemove(own, theirs)) actions.push('remove');
  return actions;
}

function mayRemove(own: Role, theirs: Role): boolean {
  if (theirs === 'owner') return false;
  return own === 'owner' || (own === 'admin' && theirs === 'member');
}

/** Admins and the owner change name, description and who may join, and add people. GRP2 */
export function mayManage(role: Role): boolean {
  return role !== 'member';
}
