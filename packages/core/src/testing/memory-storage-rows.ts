import type { ConversationId, UserId } from '@parley/protocol';
import type { ConversationSettings } from '../log/entry.ts';
import type { ConversationReads, ConversationRow } from '../ports/conversation-reads.ts';
import { compareText, type Member, type MemoryState } from './memory-storage-state.ts';
import { isHidden, messagesOf, type NamedLog } from './memory-storage-views.ts';

const defaultSettings: ConversationSettings = { mutedUntil: null, archived: false, markedUnread: false };

const maxUnread = 1_000;

/** The conversation list of a memory store, in plain code. */
export function createMemoryRows(state: MemoryState): Pick<ConversationReads, 'listRows' | 'findRows'> {
  function rowOf(reader: UserId, id: ConversationId): ConversationRow | undefined {
    const log = state.conversations.get(id);
    const own = log?.members.get(reader);
    if (log === undefined || own === undefined) return undefined;
    const messages = messagesOf({ id, log });
    const visible = messages.filter(({ seq }) => !isHidden(state, reader, { log: id, seq }));
    // RD2
    const unread = visible.filter(
      ({ seq, from, deletedAt }) => seq > own.readSeq && from !== reader && deletedAt === null,
    );
    return {
      log: id,
      type: log.type,
      head: log.entries.length,
      updatedAt: messages.at(-1)?.createdAt ?? log.entries[0]?.at ?? 0,
      readSeq: own.readSeq,
      deliveredSeq: own.deliveredSeq,
      peer: log.type === 'direct' ? peerOf({ id, log }, reader) : null,
      unread: Math.min(unread.length, maxUnread),
      lastMessage: visible.at(-1) ?? null,
      settings: { ...(state.personal.get(reader)?.settings.get(id) ?? defaultSettings) },
      group: log.group && { ...log.group },
      memberCount: log.members.size,
      role: own.role,
    };
  }

  return {
    listRows: async (reader, { before, limit }) =>
      [...state.conversations.keys()]
        .flatMap((id) => rowOf(reader, id) ?? [])
        .sort((one, other) => compareRows(other, one))
        .filter((row) => before === undefined || compareRows(row, before) < 0)
        .slice(0, limit),
    findRows: async (reader, logs) => logs.flatMap((id) => rowOf(reader, id) ?? []),
  };
}

interface Placed {
  readonly updatedAt: number;
  readonly log: ConversationId;
}

function compareRows(one: Placed, other: Placed): number {
  return one.updatedAt - other.updatedAt || compareText(one.log, other.log);
}

function peerOf({ log }: NamedLog, reader: UserId): ConversationRow['peer'] {
  const others = [...log.members].filter(([userId]) => userId !== reader);
  const [peer] = others.length === 0 ? log.members : others;
  return peer === undefined ? null : { userId: peer[0], ...positionsOf(peer[1]) };
}

export function positionsOf({ readSeq, deliveredSeq }: Member): { readSeq: number; deliveredSeq: number } {
  return { readSeq, deliveredSeq };
}
