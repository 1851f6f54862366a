import {
  directConversationId,
  userId,
  type ConversationId,
  type ConversationType,
  type GroupId,
  type UserId,
} from '@parley/protocol';

/** A group's id is its conversation's id. */
export function conversationOfGroup(group: GroupId): ConversationId {
  return toConversationId(group);
}

/** What `type` and `to` name, seen from the one who says so; `undefined` when they can name nothing. */
export function addressedConversation(
  from: UserId,
  address: { readonly type: ConversationType; readonly to: string },
): ConversationId | undefined {
  if (address.type === 'group') return toConversationId(address.to);
  const peer = userId.safeParse(address.to);
  return peer.success ? directConversationId(from, peer.data) : undefined;
}

/** Any text may name a conversation; one that names none is simply not found. */
export function toConversationId(text: string): ConversationId {
  // The brand says "meant as a conversation's id", and here it is.
  return text as ConversationId;
}
