import type { Conversation, OutboxItem } from '@parley/client';

/**
 * What one has just written counts as the newest there is, stored or not: its conversation is on top at once, and stays
 * there when the server has it. The same list where nothing waits.
 */
export function unsentFirst(
  conversations: readonly Conversation[],
  outbox: readonly OutboxItem[],
): readonly Conversation[] {
  if (outbox.length === 0) return conversations;
  // In the order of writing, so that the last one of a conversation counts.
  const newest = new Map(outbox.map(({ conversation, order }) => [conversation, order]));
  const orderOf = ({ id }: Conversation): number => newest.get(id) ?? -1;
  return conversations.toSorted((one, other) => orderOf(other) - orderOf(one));
}
