import type { ConversationId, UserId } from '@parley/protocol';
import type {
  ConversationReads,
  EntryPage,
  MessagePage,
  MessageWindow,
  PageWanted,
} from '../ports/conversation-reads.ts';
import type { ConversationEntry, StoredMessage } from '../log/entry.ts';
import { judgingOf, type MemoryState } from './memory-storage-state.ts';
import {
  entryAt,
  isHidden,
  messageAt,
  messagesOf,
  personalEntryOf,
  type NamedLog,
} from './memory-storage-views.ts';

type LogReads = Pick<
  ConversationReads,
  | 'findPicture'
  | 'findEntry'
  | 'findPersonalEntry'
  | 'listEntries'
  | 'listPersonalEntries'
  | 'listMessages'
  | 'findMessage'
  | 'findOwnReactions'
  | 'findConversationsOfMessage'
  | 'findNewestMessage'
  | 'listMessageIds'
>;

/** Logs and messages of a memory store. */
export function createMemoryReads(state: MemoryState): LogReads {
  function named(id: ConversationId): NamedLog | undefined {
    const log = state.conversations.get(id);
    return log && { id, log };
  }

  return {
    async findPicture(id) {
      const log = state.conversations.get(id);
      if (log === undefined) return undefined;
      return {
        log: id,
        type: log.type,
        head: log.entries.length,
        ...judgingOf(log.entries),
        members: [...log.members].map(([userId, { role, joinedAt }]) => ({ userId, role, joinedAt })),
        group: log.group && { ...log.group },
      };
    },
    async findEntry(id, entryId) {
      const found = named(id);
      const row = found?.log.entries[(found.log.ids.get(entryId) ?? 0) - 1];
      if (found === undefined || row === undefined) return undefined;
      return { entry: entryAt(state, found, { row, reader: null }), fingerprint: row.fingerprint };
    },
    async findPersonalEntry(user, entryId) {
      const log = state.personal.get(user);
      const row = log?.entries[(log.ids.get(entryId) ?? 0) - 1];
      return row && personalEntryOf(user, row);
    },
    listEntries: async (reader, wanted, maxBytes) => listEntries(state, reader, { wanted, maxBytes }),
    async listPersonalEntries(user, afterSeq, limit) {
      const rows = state.personal.get(user)?.entries ?? [];
      const page = rows.slice(afterSeq, afterSeq + limit);
      return { head: rows.length, entries: page.map((row) => personalEntryOf(user, row)) };
    },
    async listMessages(reader, id, window) {
      const found = named(id);
      const all = found === undefined ? [] : messagesOf(found);
      return pageOf(
        all.filter(({ seq }) => !isHidden(state, reader, { log: id, seq })),
        window,
      );
    },
    async findMessage(reader, id, messageId) {
      const found = named(id);
      const message = found && messageAt(found, found.log.ids.get(messageId) ?? 0);
      return message && { message, hidden: isHidden(state, reader, { log: id, seq: message.seq }) };
    },
    async findOwnReactions(user, id, messageSeq) {
      const all = [...(state.conversations.get(id)?.reactions.get(messageSeq)?.values() ?? [])];
      return all.flatMap(({ user: by, ...own }) => (by === user ? [own] : []));
    },
    findConversationsOfMessage: async (reader, messageId) =>
      [...state.conversations]
        .filter(([, log]) => log.members.has(reader) && log.texts.has(log.ids.get(messageId) ?? 0))
        .map(([id]) => id)
        .slice(0, 2),
    async listMessageIds(id, { afterSeq, uptoSeq, limit }) {
      const found = named(id);
      const all = found === undefined ? [] : messagesOf(found);
      const wanted = all.filter(({ seq }) => seq > afterSeq && seq <= uptoSeq);
      return wanted.slice(0, limit).map(({ seq, id: messageId }) => ({ seq, id: messageId }));
    },
    async findNewestMessage(id, uptoSeq) {
      const found = named(id);
      const message = found && messagesOf(found).findLast(({ seq }) => seq <= uptoSeq);
      return message && { id: message.id, seq: message.seq };
    },
  };
}

function listEntries(
  state: MemoryState,
  reader: UserId,
  { wanted, maxBytes }: { wanted: readonly PageWanted[]; maxBytes: number },
): EntryPage[] {
  let bytesLeft = maxBytes;
  return wanted.map(({ log: id, afterSeq, limit }) => {
    const log = state.conversations.get(id);
    const entries: ConversationEntry[] = [];
    for (const row of log?.entries.slice(afterSeq, afterSeq + limit) ?? []) {
      if (log === undefined || bytesLeft <= 0) break;
      const entry = entryAt(state, { id, log }, { row, reader });
      bytesLeft -= JSON.stringify(entry).length;
      entries.push(entry);
    }
    return { log: id, head: log?.entries.length ?? 0, entries };
  });
}

function pageOf(all: readonly StoredMessage[], window: MessageWindow): MessagePage {
  const { limit } = window;
  if (window.anchor === 'after') {
    const newer = all.filter(({ seq }) => seq > window.seq);
    return { messages: newer.slice(0, limit), hasMore: newer.length > limit };
  }
  if (window.anchor === 'around') {
    const older = all.filter(({ seq }) => seq < window.seq);
    const rest = all.filter(({ seq }) => seq >= window.seq);
    const shown = older.slice(Math.max(0, older.length - Math.floor(limit / 2)));
    const room = limit - shown.length;
    return {
      messages: [...shown, ...rest.slice(0, room)],
      hasMore: older.length > shown.length,
      hasNewer: rest.length > room,
    };
  }
  const older = window.anchor === 'before' ? all.filter(({ seq }) => seq < window.seq) : all;
  return { messages: older.slice(Math.max(0, older.length - limit)), hasMore: older.length > limit };
}
