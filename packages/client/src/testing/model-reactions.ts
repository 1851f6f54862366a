import { foldReaction } from '@parley/protocol';
import type { NumberedReaction } from '../timeline/timeline.ts';
import type { Entry } from '../wire.ts';
import { isHidden, type ModelConversation } from './model-log.ts';

export interface ReactionWanted {
  readonly message_id: string;
  readonly conversation: string;
  readonly emoji: string;
  readonly on: boolean;
}

export function mayReact(conversation: ModelConversation, user: string, messageId: string): boolean {
  const message = conversation.messages.get(messageId);
  return message?.deleted_at === null && !isHidden(conversation, user, messageId);
}

/** What this user did last with an emoji on a message. */
export function findReaction(
  { log }: ModelConversation,
  user: string,
  { message_id, emoji }: ReactionWanted,
): Extract<Entry, { kind: 'reaction' }> | undefined {
  return log
    .flatMap((entry) => (entry.kind === 'reaction' ? [entry] : []))
    .findLast((entry) => entry.message_id === message_id && entry.by === user && entry.emoji === emoji);
}

export function noteReaction(
  { messages }: ModelConversation,
  messageId: string,
  change: NumberedReaction,
): void {
  const message = messages.get(messageId);
  if (message === undefined) return;
  const { reactions: before = [], ...rest } = message;
  const reactions = [...foldReaction(before, change)];
  const shown = reactions.length === 0 ? {} : { reactions };
  messages.set(messageId, { ...rest, ...shown, reactions_seq: change.seq });
}
