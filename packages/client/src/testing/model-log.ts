import { createHash } from 'node:crypto';
import type { Conversation, Entry, Message } from '../wire.ts';

/** One conversation of the model server. */
export interface ModelConversation {
  readonly id: string;
  readonly type: 'direct' | 'group';
  readonly log: Entry[];
  /** present text, by id */
  readonly messages: Map<string, Message>;
  readonly members: Map<string, 'owner' | 'admin' | 'member'>;
  readonly read: Map<string, number>;
  readonly delivered: Map<string, number>;
  /** message ids, by user */
  readonly hidden: Map<string, Set<string>>;
  name: string | null;
}

export function createModelConversation(id: string, type: 'direct' | 'group'): ModelConversation {
  return {
    id,
    type,
    log: [],
    messages: new Map(),
    members: new Map(),
    read: new Map(),
    delivered: new Map(),
    hidden: new Map(),
    name: null,
  };
}

export function isHidden(conversation: ModelConversation, user: string, id: string): boolean {
  return conversation.hidden.get(user)?.has(id) === true;
}

export function deletedMessage(message: Message, at: string): Message {
  const { reactions: _reactions, reactions_seq: _seq, ...left } = message;
  return { ...left, content: null, deleted_at: at };
}

/** An entry as this user reads it now: present texts, hidden messages as such. */
export function entryFor(conversation: ModelConversation, user: string, entry: Entry): Entry {
  if (entry.kind === 'message' && entry.message !== null) {
    const message = conversation.messages.get(entry.message.id) ?? entry.message;
    if (!isHidden(conversation, user, message.id)) return { ...entry, message };
    const { seq, at, by } = entry;
    return {
      kind: 'message',
      conversation: conversation.id,
      seq,
      at,
      by,
      message: null,
      message_id: message.id,
      hidden: true,
    };
  }
  if (entry.kind !== 'edit') return entry;
  return { ...entry, content: conversation.messages.get(entry.message_id)?.content ?? null };
}

/** What is shown of the stretch: messages that are not hidden, by seq, with their present text. */
export function shownMessages(
  conversation: ModelConversation,
  user: string,
  stretch: { readonly from: number; readonly to: number },
): Message[] {
  return conversation.log.flatMap((entry) => {
    if (entry.seq < stretch.from || entry.seq > stretch.to || entry.kind !== 'message') return [];
    const seen = entryFor(conversation, user, entry);
    return seen.kind === 'message' && seen.message !== null ? [seen.message] : [];
  });
}

export function unreadOf(conversation: ModelConversation, user: string): number {
  const read = conversation.read.get(user) ?? 0;
  return shownMessages(conversation, user, { from: read + 1, to: Infinity }).filter(
    ({ from, deleted_at }) => from !== user && deleted_at === null,
  ).length;
}

/** The list's row of a conversation, for this user. */
export function rowOf(conversation: ModelConversation, user: string): Conversation {
  const shown = shownMessages(conversation, user, { from: 1, to: Infinity });
  const last_message = shown.at(-1) ?? null;
  return {
    id: conversation.id,
    type: conversation.type,
    name: conversation.name,
    last_seq: conversation.log.length,
    unread: unreadOf(conversation, user),
    read_seq: conversation.read.get(user) ?? 0,
    last_message,
    updated_at: last_message?.created_at ?? conversation.log[0]?.at ?? null,
    muted_until: null,
    archived: false,
    marked_unread: false,
    ...(conversation.type === 'group' ? { member_count: conversation.members.size } : {}),
  };
}

/** Pages are small, so that short histories have several. */
export function pageOfMessages(
  conversation: ModelConversation,
  user: string,
  place: URLSearchParams,
): Record<string, unknown> {
  const most = 6;
  const shown = (from: number, to: number): Message[] => shownMessages(conversation, user, { from, to });
  const around = Number(place.get('around') ?? 0);
  if (around > 0) {
    const [older, newer] = [shown(1, around - 1), shown(around, Infinity)];
    const messages = [...older.slice(-most / 2), ...newer.slice(0, most / 2)];
    return { messages, has_more: older.length > most / 2, has_newer: newer.length > most / 2 };
  }
  const after = place.get('after');
  if (after !== null) {
    const newer = shown(Number(after) + 1, Infinity);
    return { messages: newer.slice(0, most), has_more: newer.length > most };
  }
  const older = shown(1, Number(place.get('before') ?? Infinity) - 1);
  return { messages: older.slice(-most), has_more: older.length > most };
}

/** Of the message entries after `after`, up to `upto` or the head. */
export function digestOf(conversation: ModelConversation, place: URLSearchParams): Record<string, unknown> {
  const after = Number(place.get('after') ?? 0);
  const head = conversation.log.length;
  const upto = Math.min(Number(place.get('upto') ?? head), head);
  const lines = conversation.log.flatMap((entry) =>
    entry.kind === 'message' && entry.message !== null && entry.seq > after && entry.seq <= upto
      ? [`${String(entry.seq)} ${entry.message.id}\n`]
      : [],
  );
  return { upto, count: lines.length, digest: createHash('sha256').update(lines.join('')).digest('hex') };
}

/** Everybody, as `GET /groups/{id}/members` lists them; `at`: when they joined, near enough. */
export function membersOf({ members, read, delivered }: ModelConversation, at: string): unknown {
  const listed = [...members].map(([id, role]) => ({
    user: { id, username: id, display_name: id, avatar_url: null, created_at: at },
    role,
    joined_at: at,
    read_seq: read.get(id) ?? 0,
    delivered_seq: delivered.get(id) ?? 0,
  }));
  return { members: listed, next_cursor: null };
}
