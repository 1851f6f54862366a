import { sizes, type Group } from '@parley/protocol';
import type { ConversationState } from '../log/conversation-state.ts';
import type { GroupPicture } from '../ports/conversation-reads.ts';
import { wireTime } from './message-view.ts';

/** A group from what the store keeps of it. */
export function groupView(group: GroupPicture): Group {
  return {
    id: group.log,
    name: group.name,
    description: group.description,
    avatar_url: group.avatarUrl,
    discoverable: group.discoverable,
    created_by: group.createdBy,
    created_at: wireTime(group.createdAt),
    member_count: group.memberCount,
    members: group.firstMembers.map(({ userId, role, joinedAt }) => ({
      user_id: userId,
      role,
      joined_at: wireTime(joinedAt),
    })),
    last_seq: group.head,
  };
}

/** The same from the state in memory; `undefined` for what is no live group. */
export function groupViewOfState(state: ConversationState): Group | undefined {
  if (state.group === null || state.group.deleted) return undefined;
  const firstMembers = [...state.members.entries().take(sizes.groupPreviewMembers)].map(
    ([userId, member]) => ({
      userId,
      ...member,
    }),
  );
  return groupView({
    ...state.group,
    log: state.log,
    head: state.head,
    memberCount: state.members.size,
    firstMembers,
  });
}
