import type { Target } from '../outbox/outbox-item.ts';

/** The id of the direct conversation between two people: user ids ascending by byte. */
export function directConversation(one: string, other: string): string {
  return one < other ? `direct:${one}:${other}` : `direct:${other}:${one}`;
}

export function conversationOf(target: Target, userId: string): string {
  return target.type === 'group' ? target.to : directConversation(userId, target.to);
}

/** Where messages of a conversation go; for notes to oneself, to oneself. */
export function targetOf(conversation: string, userId: string): Target {
  const [kind, one = '', other = ''] = conversation.split(':');
  if (kind !== 'direct') return { type: 'group', to: conversation };
  return { type: 'direct', to: one === userId ? other : one };
}
