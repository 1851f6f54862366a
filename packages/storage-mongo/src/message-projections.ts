import type { Collections } from './collections.ts';
import type { EntryDocument } from './documents.ts';
import { eventOf } from './entry-document.ts';
import { atSeqs, reactionsOf } from './entry-key.ts';
import { projectReaction } from './reaction-projections.ts';

/** Edits, deletions and reactions change their message, each once, and never an earlier one after a later one. */
export async function projectMessages(
  collections: Pick<Collections, 'entries' | 'reactions'>,
  pending: readonly EntryDocument[],
): Promise<void> {
  const { entries, reactions } = collections;
  for (const entry of pending) {
    const event = eventOf(entry);
    if (event.kind === 'edit')
      await entries.updateOne(
        {
          ...atSeqs(entry.log, [event.messageSeq]),
          kind: 'message',
          deletedAt: { $exists: false },
          $or: [{ editSeq: { $exists: false } }, { editSeq: { $lt: entry.seq } }],
        },
        { $set: { content: entry.content ?? null, editedAt: entry.at, editSeq: entry.seq } },
      );
    if (event.kind === 'delete') {
      await entries.updateOne(
        { ...atSeqs(entry.log, [event.messageSeq]), kind: 'message', deletedAt: { $exists: false } },
        {
          $set: { content: null, voice: null, deletedAt: entry.at, deleteSeq: entry.seq },
          $unset: { media: '', reactions: '' },
        },
      );
      await reactions.deleteMany(reactionsOf(entry.log, event.messageSeq));
    }
    if (event.kind === 'reaction') await projectReaction(collections, entry, event);
  }
}
