import type { ConversationId, UserId } from '@parley/protocol';
import type { MediaRecord, MediaStore } from '@parley/core';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { Collections } from './collections.ts';
import { keyOf, pastKeysOf, type MediaDocument } from './documents.ts';
import type { Pending } from './pending.ts';
import { carrying, showing } from './indexed-filters.ts';
import { isNew } from './store-failure.ts';

const conversationsMost = 20;
/** Conversations in which one media was sent that are looked at: who forwards it more often is still its uploader. */
const carriersMost = 1_000;
const lookedAtOnce = 500;

/**
 * What is known of uploads. Who makes a record writes it and then looks whether its content is condemned; who condemns
 * writes that and then looks for a record: one of the two sees the other, on whatever nodes. MED9
 * @param node this one, among all that write to the store
 */
export function createMediaStore(collections: Collections, pending: Pending, node: string): MediaStore {
  const { media, claims, condemned, removals, entries, conversations, accounts } = collections;

  async function carriersOf(id: string) {
    const found = entries.find(carrying(id), { projection: { _id: 0, log: 1 } }).limit(carriersMost);
    // Media is in conversations only.
    return [...new Set((await found.toArray()).map(({ log }) => log as ConversationId))];
  }

  async function isAvatar(id: string): Promise<boolean> {
    const shown = showing(id);
    const [person, group] = await Promise.all([
      accounts.findOne({ avatarUrl: shown }, { projection: { _id: 1 } }),
      conversations.findOne({ 'group.avatarUrl': shown, 'group.deleted': false }, { projection: { _id: 1 } }),
    ]);
    return person !== null || group !== null;
  }

  /** Those that messages carry: nearly all that is looked at for what is unused, so not one by one. */
  async function carriedOf(ids: readonly string[]): Promise<ReadonlySet<unknown>> {
    if (ids.length === 0) return new Set();
    return new Set(await entries.distinct('media.id', carrying(...ids)));
  }

  /** Of what is settled. */
  async function isUsed(id: string): Promise<boolean> {
    const carrier = await entries.findOne(carrying(id), { projection: { _id: 1 } });
    return carrier !== null || (await isAvatar(id));
  }

  /** One of an earlier try; claimed or removed meanwhile, it stays as it is. */
  async function renew({ media: { id }, createdAt, claimedAt }: MediaRecord): Promise<void> {
    const found = await media.findOne({ _id: id });
    if (found === null || found.claimedAt !== found.createdAt) return;
    await media.updateOne({ _id: id, claimedAt: found.claimedAt }, { $set: { createdAt, claimedAt } });
  }

  /** For what may wait in the journal of a node. */
  async function isClaimed(id: string): Promise<boolean> {
    const ofAnyNode = { $gt: keyOf(id, ''), $lt: pastKeysOf(id) };
    return (await claims.findOne({ _id: ofAnyNode }, { projection: { _id: 1 } })) !== null;
  }

  async function isNamed(sha256: string): Promise<boolean> {
    return (await media.findOne({ sha256 }, { projection: { _id: 1 } })) !== null;
  }

  async function condemn(sha256: string, at: number): Promise<boolean> {
    for (;;) {
      // Asked first: what is condemned is erased should this end at the next step, and a record that names it stays.
      // Asked again each time: whoever removed the last record meanwhile has left its content to this.
      if (await isNamed(sha256)) return false;
      if (!(await isNew(() => condemned.insertOne({ _id: sha256, at })))) return false;
      if (!(await isNamed(sha256))) return true;
      await condemned.deleteOne({ _id: sha256 });
    }
  }

  return {
    async create(record) {
      const isMade = await isNew(() => media.insertOne(toDocument(record)));
      if (!isMade) await renew(record);
      if ((await condemned.findOne({ _id: record.sha256 })) === null) return true;
      if (isMade) await media.deleteOne({ _id: record.media.id });
      return false;
    },
    async find(id) {
      const found = await media.findOne({ _id: id });
      return found === null ? undefined : recordOf(found);
    },
    async revise(id, changed) {
      await media.updateOne({ _id: id }, { $set: { media: changed } });
    },
    async claim(id, at) {
      // Until both are done the record is one of somebody who is about to use it just now, and stays for that.
      const [claimed] = await Promise.all([
        media.findOneAndUpdate({ _id: id }, { $max: { claimedAt: at } }, { returnDocument: 'after' }),
        // Two that make it at once are both there.
        isNew(() =>
          claims.updateOne({ _id: keyOf(id, node) }, { $set: { node }, $max: { at } }, { upsert: true }),
        ),
      ]);
      return claimed === null ? undefined : recordOf(claimed);
    },
    async usage(owner) {
      const [sum] = await media
        .aggregate<{ bytes: number; files: number }>([
          { $match: { owner } },
          { $group: { _id: null, bytes: { $sum: '$media.size' }, files: { $sum: 1 } } },
        ])
        .toArray();
      return { bytes: sum?.bytes ?? 0, files: sum?.files ?? 0 };
    },
    async findConversations(reader: UserId, id) {
      const carriers = await carriersOf(id);
      if (carriers.length === 0) return [];
      await pending.settleFor(reader, carriers);
      // Where it was deleted a moment ago, it is gone now.
      const logs = await carriersOf(id);
      const own = conversations
        .find({ _id: { $in: logs }, 'members.id': reader }, { projection: { _id: 1 } })
        .limit(conversationsMost);
      return (await own.toArray()).map(({ _id }) => _id);
    },
    async isAvatar(id) {
      await pending.settleAll();
      return isAvatar(id);
    },
    async listUnused({ claimedBefore, afterId }, limit) {
      await pending.settleAll();
      const unused: MediaRecord[] = [];
      for (let after = afterId; ;) {
        const old = media.find({ _id: { $gt: after }, claimedAt: { $lt: claimedBefore } }).sort({ _id: 1 });
        const page = await old.limit(lookedAtOnce).toArray();
        const carried = await carriedOf(page.map(({ _id }) => _id));
        for (const found of page) {
          if (carried.has(found._id) || (await isAvatar(found._id))) continue;
          unused.push(recordOf(found));
          if (unused.length === limit) return unused;
        }
        if (page.length < lookedAtOnce) return unused;
        after = page.at(-1)?._id ?? after;
      }
    },
    async remove(id, claimedUpto, at) {
      const found = await media.findOne({ _id: id });
      if (found === null) return 'gone';
      // Asked before what is stored: a claim goes when its message is.
      if (found.claimedAt > claimedUpto || (await isClaimed(id))) return 'claimed';
      await pending.settleAll();
      if (await isUsed(id)) return 'used';
      // Not condemned yet: what a record names never is, lest it be erased should this end here.
      const { insertedId } = await removals.insertOne({ sha256: found.sha256, at });
      const { deletedCount } = await media.deleteOne({ _id: id, claimedAt: { $lte: claimedUpto } });
      const isMine = deletedCount === 1 && (await condemn(found.sha256, at));
      await removals.deleteOne({ _id: insertedId });
      if (isMine) return 'condemned';
      // Claimed meanwhile: about to be used.
      return deletedCount === 1 || (await media.findOne({ _id: id })) === null ? 'gone' : 'claimed';
    },
    condemn,
    async forget(sha256) {
      await condemned.deleteOne({ _id: sha256 });
    },
    async listCondemned(before) {
      // Removals that were cut short: whether the record was gone already shows now.
      for (const { _id, sha256, at } of await removals.find({ at: { $lt: before } }).toArray()) {
        await condemn(sha256, at);
        await removals.deleteOne({ _id });
      }
      const found = await condemned.find({ at: { $lt: before } }).toArray();
      const unnamed: string[] = [];
      for (const { _id } of found) {
        const record = await media.findOne({ sha256: _id }, { projection: { createdAt: 1 } });
        if (record === null) unnamed.push(_id);
        // Whoever condemned it ended before it saw the record. A younger one may be about to be refused, and go again.
        else if (record.createdAt < before) await condemned.deleteOne({ _id });
      }
      return unnamed;
    },
    async takeOver(sha256, before, at) {
      const older = { _id: sha256, at: { $lt: before } };
      const { matchedCount } = await condemned.updateOne(older, { $set: { at } });
      return matchedCount === 1;
    },
    async list(afterId, limit) {
      const found = media.find({ _id: { $gt: afterId } }).sort({ _id: 1 });
      return (await found.limit(limit).toArray()).map(recordOf);
    },
    async put(records) {
      if (records.length === 0) return;
      const writes = records.map((record): AnyBulkWriteOperation<MediaDocument> => {
        const { _id, ...replacement } = toDocument(record);
        return { replaceOne: { filter: { _id }, replacement, upsert: true } };
      });
      await media.bulkWrite(writes, { ordered: false });
    },
  };
}

function toDocument(record: MediaRecord): MediaDocument {
  return { _id: record.media.id, ...record };
}

function recordOf({ media, owner, sha256, createdAt, claimedAt }: MediaDocument): MediaRecord {
  return { media, owner, sha256, createdAt, claimedAt };
}
