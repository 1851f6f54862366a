import type { ConversationId, UserId } from '@parley/protocol';
import {
  knownKinds,
  personalLogId,
  type ConversationEntry,
  type ConversationEvent,
  type ConversationPicture,
  type ConversationReads,
  type EntryPage,
  type LogId,
  type PageWanted,
  type PersonalEntry,
  type PersonalEvent,
} from '@parley/core';
import type { Collections } from './collections.ts';
import type { EntryDocument } from './documents.ts';
import { eventOf } from './entry-document.ts';
import { atSeqs, inLog } from './entry-key.ts';
import { groupOf } from './group-document.ts';
import type { Hidden } from './hidden.ts';
import type { LogHeads } from './log-heads.ts';
import { messageOf } from './message-document.ts';
import type { Pending } from './pending.ts';

type EntryReads = Pick<
  ConversationReads,
  'findPicture' | 'findEntry' | 'findPersonalEntry' | 'listEntries' | 'listPersonalEntries'
>;

export interface ReadDeps {
  readonly collections: Collections;
  readonly pending: Pending;
  readonly hidden: Hidden;
  readonly heads: LogHeads;
}

/** Logs of one call whose pages are read at the same time. */
const pagesAtOnce = 8;
/** What an entry takes besides its text: ids, times, names of fields. */
const entryOverheadBytes = 250;

/** Logs as they are written, with the present text. */
export function createEntryReads({ collections, pending, hidden, heads }: ReadDeps): EntryReads {
  const { entries, conversations } = collections;

  async function findHead(log: LogId): Promise<number> {
    const head = (await lastOf(collections, log))?.seq ?? 0;
    heads.seen(log, head);
    return head;
  }

  /** The present texts of the messages that edits are about, by number. */
  async function textsOf(
    log: LogId,
    found: readonly EntryDocument[],
  ): Promise<ReadonlyMap<number, string | null>> {
    const seqs = found.map(eventOf).flatMap((event) => (event.kind === 'edit' ? [event.messageSeq] : []));
    if (seqs.length === 0) return new Map();
    const projection = { _id: 0, seq: 1, content: 1 };
    const messages = await entries.find(atSeqs(log, seqs), { projection }).toArray();
    return new Map(messages.map(({ seq, content }) => [seq, content ?? null]));
  }

  async function entriesOf(
    found: readonly EntryDocument[],
    reader: UserId | null,
  ): Promise<ConversationEntry[]> {
    const [first] = found;
    if (first === undefined) return [];
    // Personal logs are read elsewhere.
    const log = first.log as ConversationId;
    const texts = await textsOf(log, found);
    const gone = reader === null ? new Set<number>() : await hidden.among(reader, log, found);
    return found.map((entry) => {
      const head = { log, seq: entry.seq, id: entry.id, at: entry.at, by: entry.by };
      if (entry.kind === 'message')
        return { ...head, kind: 'message', message: messageOf(entry), hidden: gone.has(entry.seq) };
      // Of a conversation, so its kind is one of these.
      const event = eventOf(entry) as Exclude<ConversationEvent, { kind: 'message' }>;
      return event.kind === 'edit'
        ? { ...head, ...event, content: texts.get(event.messageSeq) ?? null }
        : { ...head, ...event };
    });
  }

  async function listPage({
    log,
    afterSeq,
    limit,
  }: Omit<PageWanted, 'log'> & { readonly log: LogId }): Promise<readonly EntryDocument[]> {
    if (heads.atLeast(log) <= afterSeq) return [];
    return entries.find(inLog(log, { afterSeq })).sort({ _id: 1 }).limit(limit).toArray();
  }

  return {
    async findPicture(log) {
      const head = await findHead(log);
      if (head === 0) return undefined;
      await pending.settle(log);
      const [conversation, judging] = await Promise.all([
        conversations.findOne({ _id: log }),
        judgingOf(collections, log),
      ]);
      // Others may have gone on meanwhile; what is judged by the older head collides.
      return {
        log,
        type: log.startsWith('direct:') ? 'direct' : 'group',
        head: Math.max(head, conversation?.seq ?? 0, judging.lastJudgingSeq),
        ...judging,
        members: (conversation?.members ?? []).map(({ id, role, joinedAt }) => ({
          userId: id,
          role,
          joinedAt,
        })),
        group: groupOf(conversation),
      };
    },
    async findEntry(log, id) {
      await pending.settle(log);
      const found = await entries.findOne({ log, id });
      if (found === null) return undefined;
      const [entry] = await entriesOf([found], null);
      return entry && { entry, fingerprint: found.fingerprint ?? null };
    },
    async findPersonalEntry(user, id) {
      const found = await entries.findOne({ log: personalLogId(user), id });
      return found === null ? undefined : personalEntryOf(user, found);
    },
    async listEntries(reader, wanted, maxBytes) {
      const logs = [...new Set(wanted.map(({ log }) => log))];
      const found = new Map(await Promise.all(logs.map(async (log) => [log, await findHead(log)] as const)));
      await pending.settleFor(reader, logs);
      const pages: EntryPage[] = [];
      let room = maxBytes;
      for (let at = 0; at < wanted.length; at += pagesAtOnce) {
        const some = wanted.slice(at, at + pagesAtOnce);
        const read = await Promise.all(some.map(async (one) => (room > 0 ? listPage(one) : [])));
        for (const [index, { log }] of some.entries()) {
          const fitting: EntryDocument[] = [];
          for (const entry of read[index] ?? []) {
            if (room <= 0) break;
            room -= entryOverheadBytes + contentLength(entry);
            fitting.push(entry);
          }
          const head = Math.max(found.get(log) ?? 0, fitting.at(-1)?.seq ?? 0);
          pages.push({ log, head, entries: await entriesOf(fitting, reader) });
        }
      }
      return pages;
    },
    async listPersonalEntries(user, afterSeq, limit) {
      const log = personalLogId(user);
      const head = await findHead(log);
      const found = await listPage({ log, afterSeq, limit });
      const last = found.at(-1)?.seq ?? 0;
      return { head: Math.max(head, last), entries: found.map((entry) => personalEntryOf(user, entry)) };
    },
  };
}

function contentLength({ content, reactions, body }: EntryDocument): number {
  const listed = reactions?.list.reduce((sum, { user_ids: users }) => sum + users.join().length, 0) ?? 0;
  return (content?.length ?? 0) + listed + (body?.length ?? 0);
}

/** What a log says of those who judge by it. */
export async function judgingOf(
  { entries }: Pick<Collections, 'entries'>,
  log: LogId,
): Promise<Pick<ConversationPicture, 'lastJudgingSeq' | 'needsNewer'>> {
  const projection = { _id: 0, seq: 1 };
  const [last, foreign] = await Promise.all([
    entries.find({ log, judging: true }, { projection }).sort({ seq: -1 }).limit(1).next(),
    entries.findOne({ log, judging: true, kind: { $nin: knownKinds } }, { projection }),
  ]);
  return { lastJudgingSeq: last?.seq ?? 0, ...(foreign === null ? {} : { needsNewer: true }) };
}

/** The last entry of a log, without its text. */
export function lastOf(
  { entries }: Pick<Collections, 'entries'>,
  log: LogId,
): Promise<Pick<EntryDocument, 'seq' | 'at'> | null> {
  return entries
    .find(inLog(log), { projection: { _id: 0, seq: 1, at: 1 } })
    .sort({ _id: -1 })
    .limit(1)
    .next();
}

function personalEntryOf(user: UserId, entry: EntryDocument): PersonalEntry {
  const { seq, id, at, by } = entry;
  // Conversation kinds are in other logs.
  return { log: personalLogId(user), seq, id, at, by, ...(eventOf(entry) as PersonalEvent) };
}
