import type { ConversationId, MessageId, UserId } from '@parley/protocol';
import {
  personalLogId,
  type ConversationEntry,
  type ConversationEvent,
  type PersonalEntry,
  type PersonalEvent,
  type StoredMessage,
} from '../log/entry.ts';
import type { GroupPicture } from '../ports/conversation-reads.ts';
import { compareText, type ConversationLog, type LogRow, type MemoryState } from './memory-storage-state.ts';

/** A conversation with its id, as the views below take it. */
export interface NamedLog {
  readonly id: ConversationId;
  readonly log: ConversationLog;
}

export function isHidden(
  state: MemoryState,
  reader: UserId | null,
  at: { log: ConversationId; seq: number },
): boolean {
  return reader !== null && state.personal.get(reader)?.hidden.get(at.log)?.has(at.seq) === true;
}

/** The message at a number, `undefined` when that entry is none. */
export function messageAt({ id, log }: NamedLog, seq: number): StoredMessage | undefined {
  const row = log.entries[seq - 1];
  const text = log.texts.get(seq);
  if (row?.event.kind !== 'message' || text === undefined) return undefined;
  const { type, to, contentType, replyTo, albumId } = row.event;
  return {
    // The id of a message entry is the message's.
    id: row.id as MessageId,
    conversation: id,
    seq,
    type,
    from: row.by,
    to,
    contentType,
    replyTo,
    ...(albumId === undefined ? {} : { albumId }),
    createdAt: row.at,
    ...structuredClone(text),
  };
}

/** All messages, ascending. */
export function messagesOf(named: NamedLog): readonly StoredMessage[] {
  return named.log.entries.flatMap((row) => messageAt(named, row.seq) ?? []);
}

/** An entry as it reads now. */
export function entryAt(
  state: MemoryState,
  named: NamedLog,
  wanted: { row: LogRow<ConversationEvent>; reader: UserId | null },
): ConversationEntry {
  const { row, reader } = wanted;
  const head = { log: named.id, seq: row.seq, id: row.id, at: row.at, by: row.by };
  const message = messageAt(named, row.seq);
  if (message !== undefined)
    return {
      ...head,
      kind: 'message',
      message,
      hidden: isHidden(state, reader, { log: named.id, seq: row.seq }),
    };
  const event = structuredClone(row.event);
  if (event.kind === 'edit')
    return { ...head, ...event, content: named.log.texts.get(event.messageSeq)?.content ?? null };
  if (event.kind === 'message') throw new Error('a message without a text');
  return { ...head, ...event };
}

export function personalEntryOf(user: UserId, row: LogRow<PersonalEvent>): PersonalEntry {
  const { seq, id, at, by, event } = row;
  return { log: personalLogId(user), seq, id, at, by, ...structuredClone(event) };
}

export function groupPictureOf({ id, log }: NamedLog): GroupPicture | undefined {
  if (log.group === null || log.group.deleted) return undefined;
  const firstMembers = [...log.members]
    .map(([userId, { role, joinedAt }]) => ({ userId, role, joinedAt }))
    .sort((one, other) => one.joinedAt - other.joinedAt || compareText(one.userId, other.userId))
    .slice(0, 100);
  return { log: id, ...log.group, head: log.entries.length, memberCount: log.members.size, firstMembers };
}
