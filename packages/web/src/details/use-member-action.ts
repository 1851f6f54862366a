import { useLocation } from 'wouter';
import { directConversation } from '@parley/client';
import { addressOf } from '../app/addresses.ts';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import type { MemberAction } from './member-actions.ts';
import type { Member } from './use-members.ts';

/** Does one of the things in a member's menu. The list follows the group's log. */
export function useMemberAction(groupId: string): (member: Member, action: MemberAction) => Promise<void> {
  const { client } = useApp();
  const { call } = useCall();
  const [, navigate] = useLocation();
  return async ({ user }, action) => {
    const params = { group_id: groupId, user_id: user.id };
    switch (action) {
      case 'write':
        navigate(addressOf(directConversation(client.userId(), user.id)));
        return;
      case 'make_admin':
        await call(client.http('change_role', { params, body: { role: 'admin' } }));
        return;
      case 'make_member':
        await call(client.http('change_role', { params, body: { role: 'member' } }));
        return;
      case 'hand_over':
        await call(client.http('change_role', { params, body: { role: 'owner' } }));
        return;
      case 'remove': {
        const body = { user_id: user.id };
        await call(client.http('remove_member', { params: { group_id: groupId }, body }));
        return;
      }
    }
  };
}
