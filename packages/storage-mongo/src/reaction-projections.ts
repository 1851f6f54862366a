import { withReaction, type ConversationEvent } from '@parley/core';
import type { Filter } from 'mongodb';
import type { Collections } from './collections.ts';
import type { EntryDocument } from './documents.ts';
import { atSeqs, reactionKey } from './entry-key.ts';
import { putNewer } from './put-newer.ts';

/**
 * What one reaction changes: who has put on what, and what the message shows of it. The message is written only over
 * what it was made from, so of several nodes that do this at once one is right and the others look again.
 */
export async function projectReaction(
  { entries, reactions }: Pick<Collections, 'entries' | 'reactions'>,
  { log, seq, by }: Pick<EntryDocument, 'log' | 'seq' | 'by'>,
  { messageSeq, emoji, on }: Extract<ConversationEvent, { kind: 'reaction' }>,
): Promise<void> {
  const standing = { ...atSeqs(log, [messageSeq]), kind: 'message', deletedAt: { $exists: false } } as const;
  for (;;) {
    const message = await entries.findOne(standing, { projection: { reactions: 1 } });
    // Deleted since, or its reactions are of a later entry already.
    if (message === null) return;
    const before = message.reactions;
    const after = withReaction(before, { seq, user: by, emoji, on });
    if (after === before) break;
    const same: Filter<EntryDocument> =
      before === undefined ? { reactions: { $exists: false } } : { 'reactions.seq': before.seq };
    const { matchedCount } = await entries.updateOne(
      { ...standing, ...same },
      { $set: { reactions: after } },
    );
    if (matchedCount === 1) break;
  }
  await putNewer(
    reactions,
    { _id: reactionKey(log, messageSeq, { user: by, emoji }), seq: { $lt: seq } },
    { $set: { emoji, on, seq } },
  );
}
