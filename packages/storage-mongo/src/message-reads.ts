import type { ConversationId, MessageId, UserId } from '@parley/protocol';
import type { ConversationReads, MessagePage } from '@parley/core';
import type { Filter } from 'mongodb';
import type { EntryDocument } from './documents.ts';
import type { ReadDeps } from './entry-reads.ts';
import { reactionsOf } from './entry-key.ts';
import { messageOf } from './message-document.ts';

type MessageReads = Pick<
  ConversationReads,
  | 'listMessages'
  | 'findMessage'
  | 'findOwnReactions'
  | 'findConversationsOfMessage'
  | 'findNewestMessage'
  | 'listMessageIds'
>;

interface Found {
  readonly entries: readonly EntryDocument[];
  readonly hasMore: boolean;
}

const idAndSeq = { _id: 0, id: 1, seq: 1 } as const;

/** Messages as people page through them, without those the reader hid. */
export function createMessageReads({ collections, pending, hidden }: ReadDeps): MessageReads {
  const { entries, conversations, reactions } = collections;

  /** In the order asked, past what the reader hid; one more than asked for says whether there are more. */
  async function page(
    reader: UserId,
    filter: Filter<EntryDocument> & { readonly log: ConversationId },
    { limit, direction }: { readonly limit: number; readonly direction: 1 | -1 },
  ): Promise<Found> {
    const shown: EntryDocument[] = [];
    let from: Filter<EntryDocument> = filter;
    for (;;) {
      const wanted = limit + 1 - shown.length;
      const found = await entries.find(from).sort({ seq: direction }).limit(wanted).toArray();
      const gone = await hidden.among(reader, filter.log, found);
      for (const entry of found) if (!gone.has(entry.seq)) shown.push(entry);
      const last = found.at(-1)?.seq;
      if (found.length < wanted || shown.length > limit || last === undefined) break;
      from = { ...filter, seq: direction === 1 ? { $gt: last } : { $lt: last } };
    }
    const rows = shown.slice(0, limit);
    return { entries: direction === 1 ? rows : rows.reverse(), hasMore: shown.length > limit };
  }

  return {
    async listMessages(reader, log, window) {
      await pending.settleFor(reader, [log]);
      const { limit } = window;
      const all = { log, kind: 'message' } as const;
      switch (window.anchor) {
        case 'newest':
          return pageOf(await page(reader, all, { limit, direction: -1 }));
        case 'before':
          return pageOf(await page(reader, { ...all, seq: { $lt: window.seq } }, { limit, direction: -1 }));
        case 'after':
          return pageOf(await page(reader, { ...all, seq: { $gt: window.seq } }, { limit, direction: 1 }));
        case 'around': {
          const olderLimit = Math.floor(limit / 2);
          const [older, newer] = await Promise.all([
            page(reader, { ...all, seq: { $lt: window.seq } }, { limit: olderLimit, direction: -1 }),
            page(reader, { ...all, seq: { $gte: window.seq } }, { limit, direction: 1 }),
          ]);
          const room = limit - older.entries.length;
          const shown = newer.entries.slice(0, room);
          return {
            ...pageOf({ entries: [...older.entries, ...shown], hasMore: older.hasMore }),
            hasNewer: newer.hasMore || newer.entries.length > room,
          };
        }
      }
    },
    async findMessage(reader, log, id) {
      await pending.settleFor(reader, [log]);
      const found = await entries.findOne({ log, id, kind: 'message' });
      if (found === null) return undefined;
      const gone = await hidden.among(reader, log, [found]);
      return { message: messageOf(found), hidden: gone.has(found.seq) };
    },
    async findOwnReactions(user, log, messageSeq) {
      await pending.settle(log);
      const found = await reactions.find(reactionsOf(log, messageSeq, user)).toArray();
      return found.map(({ emoji, on, seq }) => ({ emoji, on, seq }));
    },
    async findConversationsOfMessage(reader, id) {
      await pending.settleAll();
      const own = await conversations.find({ 'members.id': reader }, { projection: { _id: 1 } }).toArray();
      const filter = { log: { $in: own.map(({ _id }) => _id) }, id, kind: 'message' } as const;
      const found = await entries
        .find(filter, { projection: { _id: 0, log: 1 } })
        .limit(2)
        .toArray();
      // Those asked for are conversations.
      return found.map(({ log }) => log as ConversationId);
    },
    async listMessageIds(log, { afterSeq, uptoSeq, limit }) {
      const filter = { log, kind: 'message', seq: { $gt: afterSeq, $lte: uptoSeq } } as const;
      const found = entries.find(filter, { projection: idAndSeq }).sort({ seq: 1 }).limit(limit);
      return (await found.toArray()).map(toMessageId);
    },
    async findNewestMessage(log, uptoSeq) {
      const filter = { log, kind: 'message', seq: { $lte: uptoSeq } } as const;
      const found = await entries.find(filter, { projection: idAndSeq }).sort({ seq: -1 }).limit(1).next();
      return found === null ? undefined : toMessageId(found);
    },
  };
}

function toMessageId({ seq, id }: Pick<EntryDocument, 'seq' | 'id'>) {
  // The entry is a message's, so its id is one.
  return { seq, id: id as MessageId };
}

function pageOf({ entries, hasMore }: Found): MessagePage {
  return { messages: entries.map(messageOf), hasMore };
}
