import type { GroupPicture, GroupRecord } from '@parley/core';
import type { ConversationDocument, MemberPart } from './documents.ts';

export function groupOf(conversation: Pick<ConversationDocument, 'group'> | null): GroupRecord | null {
  const part = conversation?.group ?? null;
  if (part === null) return null;
  const { foldedName: _, ...group } = part;
  return group;
}

/** Members that a picture shows. */
const shownMost = 100;

/** `head` is the log's. */
export function groupPictureOf(conversation: ConversationDocument, head: number): GroupPicture | undefined {
  const group = groupOf(conversation);
  if (group === null || group.deleted) return undefined;
  const firstMembers = conversation.members
    .toSorted((one, other) => one.joinedAt - other.joinedAt || compareIds(one, other))
    .slice(0, shownMost)
    .map(({ id, role, joinedAt }) => ({ userId: id, role, joinedAt }));
  return { log: conversation._id, ...group, head, memberCount: conversation.memberCount, firstMembers };
}

/** User ids are ASCII. */
export function compareIds(
  { id: one }: Pick<MemberPart, 'id'>,
  { id: other }: Pick<MemberPart, 'id'>,
): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
