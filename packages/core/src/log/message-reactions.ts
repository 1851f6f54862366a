import { foldReaction, type UserId } from '@parley/protocol';
import type { MessageReactions } from './entry.ts';

/** One entry of kind `reaction`, by its number. */
export interface NumberedReaction {
  readonly seq: number;
  readonly user: UserId;
  readonly emoji: string;
  readonly on: boolean;
}

/** A message's reactions after one more entry; one that is in them already changes nothing. RCT1 */
export function withReaction(
  reactions: MessageReactions | undefined,
  change: NumberedReaction,
): MessageReactions {
  if (reactions !== undefined && change.seq <= reactions.seq) return reactions;
  const list = foldReaction(reactions?.list ?? [], change);
  return { seq: change.seq, list };
}
