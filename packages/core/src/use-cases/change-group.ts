import { accept, refuse, type Group, type GroupId, type Result, type RouteBody } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import type { ConversationEvent } from '../log/entry.ts';
import { deny, grant, type Judgement } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';
import { mayInGroup, type GroupAction } from '../policy/group-policy.ts';
import { claimAvatar } from './use-media.ts';
import { groupViewOfState } from '../views/group-view.ts';
import { conversationOfGroup } from '../policy/address.ts';

/** What a group is called and says of itself, and its end. */
export function createChangeGroup(context: Context, finishDeletion: (log: ConversationState['log']) => void) {
  const { logs, ids } = context;

  async function append(
    caller: Caller,
    group: GroupId,
    change: { action: GroupAction; event: ConversationEvent },
  ) {
    const log = conversationOfGroup(group);
    return logs.append(log, {
      id: ids.newId(),
      by: caller.userId,
      fingerprint: null,
      whenAway: 'refuse',
      bytes: 2000,
      decide(state): Judgement<ConversationEvent> {
        const role = isMember(state, caller.userId) ? state.members.get(caller.userId)?.role : undefined;
        if (role === undefined || state.type !== 'group') return deny(notFound('group'));
        if (!mayInGroup(role, change.action))
          return deny(refuse('forbidden', 'Your role does not allow this.'));
        return grant(change.event);
      },
    });
  }

  return {
    async updateGroup(
      caller: Caller,
      group: GroupId,
      change: RouteBody<'update_group'>,
    ): Promise<Result<Group>> {
      const { name, description, discoverable, avatar_media_id: mediaId } = change;
      const avatar = mediaId === undefined ? undefined : await claimAvatar(context, caller.userId, mediaId);
      if (avatar?.ok === false) return avatar;
      const isRename =
        name !== undefined && description === undefined && discoverable === undefined && avatar === undefined;
      const event: ConversationEvent = isRename
        ? { kind: 'renamed', name }
        : {
            kind: 'updated',
            ...(name === undefined ? {} : { name }),
            ...(description === undefined ? {} : { description }),
            ...(avatar === undefined ? {} : { avatarUrl: avatar.value }),
            ...(discoverable === undefined ? {} : { discoverable }),
          };
      const appended = await append(caller, group, { action: 'update', event });
      if (appended.outcome === 'refused') return { ok: false, error: appended.error };
      const state = await logs.conversation(conversationOfGroup(group));
      const view = state && groupViewOfState(state);
      return view ? accept(view) : notFound('group');
    },

    /** The last entry; content is erased afterwards, in place. */
    async deleteGroup(caller: Caller, group: GroupId): Promise<Result<void>> {
      const appended = await append(caller, group, { action: 'delete_group', event: { kind: 'deleted' } });
      if (appended.outcome === 'refused') return { ok: false, error: appended.error };
      finishDeletion(conversationOfGroup(group));
      return accept(undefined);
    },
  };
}
