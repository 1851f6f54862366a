import type { AccountEntry, Entry, User } from '@parley/protocol';
import type {
  ConversationEntry,
  ConversationEvent,
  ForeignEvent,
  PersonalEvent,
  UserProfile,
} from '../log/entry.ts';
import { messageView, wireTime, wireTimeOrNull } from './message-view.ts';

/** An entry of a conversation as its members read it. What they hid keeps its `seq`. */
export function entryView(entry: ConversationEntry): Entry {
  const head = { conversation: entry.log, seq: entry.seq, at: wireTime(entry.at), by: entry.by };
  // Clients take any kind, and skip what they do not know.
  if (entry.kind === 'foreign') return foreignView(head, entry) as Entry;
  if (entry.kind !== 'message') return { ...head, ...eventView(entry, entry.at) };
  if (entry.hidden)
    return { ...head, kind: 'message', message: null, message_id: entry.message.id, hidden: true };
  return { ...head, kind: 'message', message: messageView(entry.message) };
}

/** A kind that clients of this version skip, but count. CLU1b */
function foreignView<Head extends object>(
  head: Head,
  { name }: ForeignEvent,
): Head & { readonly kind: string } {
  return { ...head, kind: name };
}

type QuietEvent = Exclude<ConversationEvent, { kind: 'message' | 'foreign' }>;
type WireEvent<Kind = QuietEvent['kind']> = Kind extends string
  ? Omit<Extract<Entry, { kind: Kind }>, 'conversation' | 'seq' | 'at' | 'by'>
  : never;

/** The fields of an entry beside its head; `at` is the entry's time in ms. */
export function eventView(event: QuietEvent, at: number): WireEvent {
  switch (event.kind) {
    case 'created':
      return {
        kind: 'created',
        name: event.name,
        description: event.description,
        members: event.members.map(({ userId, role }) => ({ user_id: userId, role })),
      };
    case 'edit':
      return { kind: 'edit', message_id: event.messageId, content: event.content, edited_at: wireTime(at) };
    case 'delete':
      return { kind: 'delete', message_id: event.messageId, deleted_at: wireTime(at) };
    case 'reaction':
      return { kind: 'reaction', message_id: event.messageId, emoji: event.emoji, on: event.on };
    case 'member_added':
      return { kind: 'member_added', user_id: event.userId, role: event.role };
    case 'member_removed':
      return { kind: 'member_removed', user_id: event.userId };
    case 'role_changed':
      return { kind: 'role_changed', user_id: event.userId, role: event.role };
    case 'renamed':
      return { kind: 'renamed', name: event.name };
    case 'updated':
      return {
        kind: 'updated',
        ...(event.name === undefined ? {} : { name: event.name }),
        ...(event.description === undefined ? {} : { description: event.description }),
        ...(event.avatarUrl === undefined ? {} : { avatar_url: event.avatarUrl }),
        ...(event.discoverable === undefined ? {} : { discoverable: event.discoverable }),
      };
    case 'deleted':
      return { kind: 'deleted' };
  }
}

/** An entry of a personal log as its owner reads it. */
export function accountEntryView(
  entry: PersonalEvent & { readonly seq: number; readonly at: number },
): AccountEntry {
  const head = { seq: entry.seq, at: wireTime(entry.at) };
  switch (entry.kind) {
    case 'foreign':
      // As above.
      return foreignView(head, entry) as AccountEntry;
    case 'conversation_added':
    case 'conversation_removed':
      return { ...head, kind: entry.kind, conversation: entry.conversation };
    case 'message_hidden':
      return {
        ...head,
        kind: 'message_hidden',
        conversation: entry.conversation,
        message_id: entry.messageId,
      };
    case 'conversation_changed':
      return {
        ...head,
        kind: 'conversation_changed',
        conversation: entry.conversation,
        muted_until: wireTimeOrNull(entry.mutedUntil),
        archived: entry.archived,
        marked_unread: entry.markedUnread,
      };
    case 'profile_changed':
      return { ...head, kind: 'profile_changed', user: userView(entry.user) };
    case 'block_changed':
      return { ...head, kind: 'block_changed', user_id: entry.userId, on: entry.on };
    case 'settings_changed':
      return { ...head, kind: 'settings_changed', settings: { ...entry.settings } };
    case 'session_revoked':
      return { ...head, kind: 'session_revoked', session_id: entry.sessionId };
    case 'account_disabled':
      return { ...head, kind: 'account_disabled', on: entry.on };
  }
}

export function userView(user: UserProfile): User {
  return {
    id: user.id,
    username: user.username,
    display_name: user.displayName,
    avatar_url: user.avatarUrl,
    created_at: wireTime(user.createdAt),
  };
}
