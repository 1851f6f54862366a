import type { ConversationId } from '@parley/protocol';
import type { Storage } from '@parley/core';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { Collections } from './collections.ts';
import type { EntryDocument, ErasurePart } from './documents.ts';
import { inLog, reactionsIn } from './entry-key.ts';
import type { Pending } from './pending.ts';

/** Erases what a deleted group has left, chunk by chunk. Each step may be repeated, by any node. */
export function createDeletions(
  { conversations, entries, reactions }: Collections,
  pending: Pick<Pending, 'settle' | 'settleAll'>,
): Pick<Storage, 'listUnfinishedDeletions' | 'eraseDeleted'> {
  return {
    async listUnfinishedDeletions() {
      await pending.settleAll();
      const found = await conversations.find({ 'erasure.deletedAt': { $gt: 0 } }).toArray();
      return found.map(({ _id, erasure }) => ({ log: _id, members: erasure?.members ?? [] }));
    },
    async eraseDeleted(log, limit) {
      await pending.settle(log);
      const erasure = (await conversations.findOne({ _id: log }))?.erasure ?? null;
      if (erasure === null) return false;
      const uptoSeq = Math.min(erasure.erasedSeq + limit, erasure.deletedSeq);
      await eraseUpTo(log, erasure, uptoSeq);
      if (uptoSeq < erasure.deletedSeq) {
        await conversations.updateOne(
          { _id: log, erasure: { $ne: null } },
          { $max: { 'erasure.erasedSeq': uptoSeq } },
        );
        return true;
      }
      const nameless = {
        'group.name': '',
        'group.foldedName': '',
        'group.description': '',
        'group.avatarUrl': null,
      };
      await conversations.updateOne({ _id: log }, { $set: { erasure: null, ...nameless } });
      return false;
    },
  };

  async function eraseUpTo(log: ConversationId, erasure: ErasurePart, uptoSeq: number): Promise<void> {
    const { deletedAt, deletedSeq, erasedSeq } = erasure;
    const span = inLog(log, { afterSeq: erasedSeq, uptoSeq });
    await entries.updateMany(
      { ...span, kind: 'message' },
      { $set: { content: null, voice: null }, $unset: { media: '', reactions: '' } },
    );
    await reactions.deleteMany(reactionsIn(log, { afterSeq: erasedSeq, uptoSeq }));
    await entries.updateMany(
      { ...span, kind: 'message', deletedAt: { $exists: false } },
      { $set: { deletedAt, deleteSeq: deletedSeq } },
    );
    const named = { ...span, kind: { $in: [...namingKinds] } };
    const writes: AnyBulkWriteOperation<EntryDocument>[] = [];
    for await (const { _id, body = '{}' } of entries.find(named))
      writes.push({ updateOne: { filter: { _id }, update: { $set: { body: withoutNames(body) } } } });
    if (writes.length > 0) await entries.bulkWrite(writes, { ordered: false });
  }
}

const namingKinds = ['created', 'renamed', 'updated'] as const;

/** What is not there is not added. */
function withoutNames(body: string): string {
  // Written by this package as the JSON of an event.
  const event = JSON.parse(body) as Record<string, unknown>;
  for (const name of ['name', 'description']) if (name in event) event[name] = '';
  return JSON.stringify(event);
}
