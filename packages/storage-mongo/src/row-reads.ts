import type { ConversationId, UserId } from '@parley/protocol';
import type { ConversationReads, ConversationRow, ConversationSettings } from '@parley/core';
import type { ConversationDocument, EntryDocument, MemberPart, PositionDocument } from './documents.ts';
import { keyOf } from './documents.ts';
import { inLog } from './entry-key.ts';
import type { ReadDeps } from './entry-reads.ts';
import { groupOf } from './group-document.ts';
import { messageOf, peerOf } from './message-document.ts';
import { positionOf } from './positions.ts';

const maxUnread = 1_000;
const usual: ConversationSettings = { mutedUntil: null, archived: false, markedUnread: false };

/** A conversation as one reader's list needs it. */
type Own = Pick<ConversationDocument, '_id' | 'memberCount' | 'startedAt' | 'group'>;

/** The last entry of a log and its newest message. */
interface Last {
  readonly head: number;
  readonly message: EntryDocument | null;
}

interface Listed {
  readonly own: Own;
  /** the reader */
  readonly self: MemberPart;
  readonly last: Last;
}

/** The conversation list, derived from each log's end: nothing is written per message but the message. */
export function createRowReads({
  collections,
  pending,
  hidden,
}: ReadDeps): Pick<ConversationReads, 'listRows' | 'findRows'> {
  const { conversations, entries, positions, settings } = collections;

  async function findOwn(
    reader: UserId,
    more: { readonly _id?: { readonly $in: readonly ConversationId[] } } = {},
  ): Promise<readonly Listed[]> {
    const projection = { memberCount: 1, startedAt: 1, group: 1, members: { $elemMatch: { id: reader } } };
    const found = await conversations.find({ ...more, 'members.id': reader }, { projection }).toArray();
    const listed = found.map(async ({ members: [self], ...own }) =>
      self === undefined ? [] : [{ own, self, last: await findLast(own._id) }],
    );
    return (await Promise.all(listed)).flat();
  }

  async function findLast(log: ConversationId): Promise<Last> {
    const last = await entries.find(inLog(log)).sort({ _id: -1 }).limit(1).next();
    if (last === null || last.kind === 'message') return { head: last?.seq ?? 0, message: last };
    const message = await entries.find({ log, kind: 'message' }).sort({ seq: -1 }).limit(1).next();
    return { head: last.seq, message };
  }

  /** The newest message that the reader did not hide. */
  async function newestShown(log: ConversationId, { message }: Last, gone: readonly number[]) {
    if (message === null || !gone.includes(message.seq)) return message;
    return entries
      .find({ log, kind: 'message', seq: { $nin: gone } })
      .sort({ seq: -1 })
      .limit(1)
      .next();
  }

  /** RD2: standing messages by others after a position, from the index alone. */
  async function countUnread(
    reader: UserId,
    log: ConversationId,
    { after, gone }: { readonly after: number; readonly gone: readonly number[] },
  ): Promise<number> {
    const seq = { $gt: after, ...(gone.length === 0 ? {} : { $nin: gone }) };
    const filter = { log, kind: 'message', seq, voice: { $nin: [null, reader] } } as const;
    return entries.countDocuments(filter, { limit: maxUnread });
  }

  async function rowsOf(reader: UserId, listed: readonly Listed[]): Promise<readonly ConversationRow[]> {
    const logs = listed.map(({ own }) => own._id);
    const people = logs.flatMap((log) => [keyOf(log, reader), ...peerKeys(log, reader)]);
    const [said, kept, gone] = await Promise.all([
      positions.find({ _id: { $in: people } }).toArray(),
      settings.find({ _id: { $in: logs.map((log) => keyOf(reader, log)) } }).toArray(),
      hidden.inLogs(reader, logs),
    ]);
    const positionBy = new Map(said.map((one) => [one._id, one]));
    const settingsBy = new Map(kept.map((one) => [one.log, one]));

    return Promise.all(
      listed.map(async ({ own, self, last }): Promise<ConversationRow> => {
        const log = own._id;
        const hiddenHere = gone.get(log) ?? [];
        const { readSeq, deliveredSeq } = positionOf(self, positionBy.get(keyOf(log, reader)));
        const mayHaveUnread = last.head > readSeq && !isNotes(log, reader);
        const [lastMessage, unread] = await Promise.all([
          newestShown(log, last, hiddenHere),
          mayHaveUnread ? countUnread(reader, log, { after: readSeq, gone: hiddenHere }) : 0,
        ]);
        const { mutedUntil, archived, markedUnread } = settingsBy.get(log) ?? usual;
        return {
          log,
          type: own.group === null ? 'direct' : 'group',
          head: last.head,
          updatedAt: updatedAtOf(own, last),
          readSeq,
          deliveredSeq,
          peer: own.group === null ? peerIn(log, reader, positionBy) : null,
          unread,
          lastMessage: lastMessage === null ? null : messageOf(lastMessage),
          settings: { mutedUntil, archived, markedUnread },
          group: groupOf(own),
          memberCount: own.memberCount,
          role: self.role,
        };
      }),
    );
  }

  return {
    async listRows(reader, { before, limit }) {
      await pending.settleAll();
      const all = await findOwn(reader);
      const listed = all
        .map((one) => ({ ...one, at: updatedAtOf(one.own, one.last) }))
        .filter(
          ({ own, at }) =>
            before === undefined ||
            at < before.updatedAt ||
            (at === before.updatedAt && own._id < before.log),
        )
        .sort((one, other) => other.at - one.at || (one.own._id < other.own._id ? 1 : -1))
        .slice(0, limit);
      return rowsOf(reader, listed);
    },
    async findRows(reader, logs) {
      await pending.settleFor(reader, logs);
      const found = await findOwn(reader, { _id: { $in: logs } });
      const rows = new Map((await rowsOf(reader, found)).map((row) => [row.log, row]));
      return logs.flatMap((log) => rows.get(log) ?? []);
    },
  };
}

function updatedAtOf({ startedAt }: Own, { message }: Last): number {
  return message?.at ?? startedAt;
}

function isNotes(log: ConversationId, reader: UserId): boolean {
  return log === `direct:${reader}:${reader}`;
}

function peerKeys(log: ConversationId, reader: UserId): readonly string[] {
  return log.startsWith('direct:') ? [keyOf(log, peerOf(log, reader))] : [];
}

function peerIn(
  log: ConversationId,
  reader: UserId,
  said: ReadonlyMap<string, PositionDocument>,
): ConversationRow['peer'] {
  const userId = peerOf(log, reader);
  const { readSeq, deliveredSeq } = positionOf({ id: userId, joinedSeq: 0 }, said.get(keyOf(log, userId)));
  return { userId, readSeq, deliveredSeq };
}
