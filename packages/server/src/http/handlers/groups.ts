import type { Chat } from '@parley/core';
import { refuse } from '@parley/protocol';
import { done, ok, withStatus, type HandlersOf } from '../route-call.ts';

export function createGroupHandlers(chat: Chat): HandlersOf<'groups'> {
  return {
    async create_group({ caller, body }) {
      const made = await chat.createGroup(caller, body);
      if (!made.ok) return made;
      return withStatus(made.value.duplicate ? 200 : 201, { ok: true, value: made.value.group });
    },
    async list_groups({ caller, params, query }) {
      if (params.user_id !== caller.userId) return refuse('forbidden', 'Only your own groups can be listed.');
      return ok(await chat.listGroups(caller, query));
    },
    search_groups: async ({ caller, params }) => ok(await chat.searchGroups(caller, params.name)),
    add_member: async ({ caller, params }) =>
      ok(await chat.addMember(caller, params.group_id, params.user_id)),
    remove_member: async ({ caller, params, body }) =>
      ok(await chat.removeMember(caller, params.group_id, body.user_id)),
    join_group: async ({ caller, params }) => ok(await chat.joinGroup(caller, params.group_id)),
    leave_group: async ({ caller, params }) => done(await chat.leaveGroup(caller, params.group_id)),
    update_group: async ({ caller, params, body }) =>
      ok(await chat.updateGroup(caller, params.group_id, body)),
    delete_group: async ({ caller, params }) => done(await chat.deleteGroup(caller, params.group_id)),
    list_members: async ({ caller, params, query }) =>
      ok(await chat.listMembers(caller, params.group_id, query)),
    change_role: async ({ caller, params, body }) =>
      ok(await chat.changeRole(caller, params.group_id, { user: params.user_id, role: body.role })),
    list_activity: async ({ caller, params, query }) =>
      ok(await chat.listActivity(caller, params.group_id, query)),
  };
}
