import {
  directConversationId,
  type ConversationId,
  type OutgoingMessage,
  type UserId,
} from '@parley/protocol';

/** The conversation of a message, as the protocol names it. */
export function addressOf(from: UserId, { type, to }: OutgoingMessage): ConversationId {
  // A group's id is its conversation's; what is not a group's is a user's.
  return type === 'group' ? (to as ConversationId) : directConversationId(from, to as UserId);
}
