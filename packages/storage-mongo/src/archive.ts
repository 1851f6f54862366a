import type { ConversationId, SessionId, UserId } from '@parley/protocol';
import { messageEvent } from '@parley/core';
import type { Archive, ArchivedAccount, LogEvent, LogId, NewEntry, StoreMark } from '@parley/core';
import type { AnyBulkWriteOperation } from 'mongodb';
import { createAdministrator } from './administrator.ts';
import type { Collections } from './collections.ts';
import {
  keyOf,
  pastKeysOf,
  type AccountDocument,
  type EntryDocument,
  type SessionDocument,
} from './documents.ts';
import { eventOf } from './entry-document.ts';
import { atSeqs, behindLog, inLog } from './entry-key.ts';
import { lastOf } from './entry-reads.ts';
import { messageOf } from './message-document.ts';
import type { Pending } from './pending.ts';
import { accountDocument, userOf } from './user-document.ts';

type Texts = ReadonlyMap<number, Pick<EntryDocument, 'content' | 'editSeq' | 'deleteSeq'>>;

/** The whole of the store in short reads, and what fills it besides its logs. OPS5 */
export function createArchive(collections: Collections, pending: Pending): Archive {
  const { accounts, entries, meta, positions, sessions } = collections;
  const administrator = createAdministrator(collections);
  const store = { _id: 'store' } as const;

  /** Of the messages that edits are about, by number. */
  async function textsOf(log: LogId, page: readonly EntryDocument[]): Promise<Texts> {
    const edits = page.filter(({ kind }) => kind === 'edit').map(eventOf);
    const seqs = edits.flatMap((event) => (event.kind === 'edit' ? [event.messageSeq] : []));
    if (seqs.length === 0) return new Map();
    const projection = { _id: 0, seq: 1, content: 1, editSeq: 1, deleteSeq: 1 };
    const found = await entries.find(atSeqs(log, seqs), { projection }).toArray();
    return new Map(found.map((message) => [message.seq, message]));
  }

  return {
    async findMark() {
      const mark = (await meta.findOne(store))?.mark;
      // Written below as the JSON of a mark.
      return mark === undefined ? undefined : (JSON.parse(mark) as StoreMark);
    },
    async setMark(mark) {
      await meta.updateOne(store, { $set: { mark: JSON.stringify(mark) } });
    },
    async finish(generation) {
      await pending.settleAll();
      await meta.updateOne(store, { $set: { generation }, $unset: { mark: 1 } });
    },
    countEntries: () => entries.estimatedDocumentCount(),
    async listLogs({ after, before }, limit) {
      const logs: LogId[] = [];
      // From each log over all its entries to the next: there is no list of logs.
      for (let last = after; logs.length < limit;) {
        const next = await entries.findOne(behindLog(last, before), {
          projection: { log: 1 },
          sort: { _id: 1 },
        });
        if (next === null) break;
        last = next.log;
        logs.push(next.log);
      }
      const heads = await findHeads(logs);
      return logs.map((log, index) => ({ log, head: heads[index] ?? 1 }));
    },
    findHeads,
    async listEntries(log, afterSeq, { limit, maxChars }) {
      await pending.settle(log);
      const page: EntryDocument[] = [];
      let [chars, textsSeq] = [0, 0];
      const found = await entries.find(inLog(log, { afterSeq })).sort({ _id: 1 }).limit(limit).toArray();
      for (const entry of found) {
        if (chars >= maxChars) break;
        page.push(entry);
        chars += (entry.content?.length ?? 0) + (entry.body?.length ?? 0);
      }
      const texts = await textsOf(log, page);
      for (const { editSeq = 0, deleteSeq = 0 } of [...page, ...texts.values()])
        textsSeq = Math.max(textsSeq, editSeq, deleteSeq);
      return { entries: page.map((entry) => entryOf(entry, texts)), textsSeq };
    },
    async listPositions(log) {
      const found = await positions.find({ _id: { $gt: keyOf(log, ''), $lt: pastKeysOf(log) } }).toArray();
      return found.map(({ user, read, delivered }) => ({
        // Personal logs have none.
        log: log as ConversationId,
        userId: user,
        readSeq: read,
        deliveredSeq: delivered,
      }));
    },
    async listAccounts(afterId, limit) {
      await pending.settleAll();
      const [found, admin] = await Promise.all([
        accounts
          // Compared by the database, and nothing else.
          .find({ _id: { $gt: afterId as UserId } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
        administrator.find(),
      ]);
      return found.map((account) => ({ user: userOf(account, admin), passwordHash: account.passwordHash }));
    },
    async listSessions(afterId, limit) {
      const found = await sessions
        // Compared by the database, and nothing else.
        .find({ _id: { $gt: afterId as SessionId } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, ...session }) => ({ id: _id, ...session }));
    },
    async putAccounts(put) {
      if (put.length === 0) return;
      // What their logs still have to change would come over it.
      await pending.settleUsers(put.map(({ user }) => user.id));
      await accounts.bulkWrite(put.map(accountWrite), { ordered: false });
      const admin = put.find(({ user }) => user.isAdmin);
      if (admin !== undefined)
        await meta.updateOne({ _id: 'administrator' }, { $set: { user: admin.user.id } }, { upsert: true });
    },
    async putSessions(put) {
      if (put.length === 0) return;
      const writes = put.map(({ id, ...session }): AnyBulkWriteOperation<SessionDocument> => ({
        replaceOne: { filter: { _id: id }, replacement: session, upsert: true },
      }));
      await sessions.bulkWrite(writes, { ordered: false });
    },
  };

  async function findHeads(logs: readonly LogId[]): Promise<readonly number[]> {
    return Promise.all(logs.map(async (log) => (await lastOf(collections, log))?.seq ?? 0));
  }
}

function entryOf(entry: EntryDocument, texts: Texts): NewEntry {
  const { log, seq, id, at, by, judging, fingerprint = null } = entry;
  return { log, seq, id, at, by, event: wholeEventOf(entry, texts), fingerprint, judging };
}

function wholeEventOf(entry: EntryDocument, texts: Texts): LogEvent {
  if (entry.kind === 'message') return messageEvent(messageOf(entry));
  const event = eventOf(entry);
  return event.kind === 'edit' ? { ...event, content: texts.get(event.messageSeq)?.content ?? null } : event;
}

function accountWrite({ user, passwordHash }: ArchivedAccount): AnyBulkWriteOperation<AccountDocument> {
  const { disabled, settings } = user;
  const replacement = accountDocument(user, { passwordHash, settings: JSON.stringify(settings), disabled });
  return { replaceOne: { filter: { _id: user.id }, replacement, upsert: true } };
}
