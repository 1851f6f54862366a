import type {
  AlbumId,
  ConversationId,
  ContentType,
  ConversationType,
  MessageId,
  Reaction,
  Role,
  SessionId,
  UserId,
} from '@parley/protocol';
import type { Media } from './media.ts';

/**
 * A log is append-only: entries numbered 1, 2, 3 … without gaps. SEQ1. Conversations are logs, and so is each user's
 * personal log, with the same shape and code.
 */
export type LogId = ConversationId | PersonalLogId;

declare const personal: unique symbol;
/** `me:<user id>`; no conversation id begins with `me:`. */
export type PersonalLogId = string & { readonly [personal]: true };

/** An entry's id, unique in its log: a UUID. A message's is made by its sender (UUIDv7). */
export type EntryId = string;

/**
 * What a later version of this program has written, as an older one reads it: counted, passed on by its name, and never
 * written. Where it affects judging, nothing behind it is judged here. CLU1b
 */
export interface ForeignEvent {
  readonly kind: 'foreign';
  /** its kind, as it is stored */
  readonly name: string;
  readonly judging: boolean;
}

/** What happened in a conversation. Times are UTC milliseconds throughout core. */
export type ConversationEvent =
  | {
      readonly kind: 'created';
      readonly name: string;
      readonly description: string;
      readonly members: readonly { readonly userId: UserId; readonly role: Role }[];
    }
  | {
      readonly kind: 'message';
      readonly type: ConversationType;
      readonly to: string;
      readonly content: string | null;
      readonly contentType: ContentType;
      readonly replyTo: MessageId | null;
      /** not there: sent alone */
      readonly albumId?: AlbumId;
      /** not there: none, or erased */
      readonly media?: Media;
    }
  | {
      readonly kind: 'edit';
      readonly messageId: MessageId;
      readonly messageSeq: number;
      readonly content: string | null;
    }
  | { readonly kind: 'delete'; readonly messageId: MessageId; readonly messageSeq: number }
  | {
      readonly kind: 'reaction';
      readonly messageId: MessageId;
      readonly messageSeq: number;
      readonly emoji: string;
      readonly on: boolean;
    }
  | { readonly kind: 'member_added'; readonly userId: UserId; readonly role: Role }
  | { readonly kind: 'member_removed'; readonly userId: UserId }
  | { readonly kind: 'role_changed'; readonly userId: UserId; readonly role: Role }
  | { readonly kind: 'renamed'; readonly name: string }
  | {
      readonly kind: 'updated';
      readonly name?: string;
      readonly description?: string;
      readonly avatarUrl?: string | null;
      readonly discoverable?: boolean;
    }
  | { readonly kind: 'deleted' }
  | ForeignEvent;

/** What happened to a user's own view and account. */
export type PersonalEvent =
  | { readonly kind: 'conversation_added'; readonly conversation: ConversationId }
  | { readonly kind: 'conversation_removed'; readonly conversation: ConversationId }
  | {
      readonly kind: 'message_hidden';
      readonly conversation: ConversationId;
      readonly messageId: MessageId;
      readonly messageSeq: number;
    }
  | ({ readonly kind: 'conversation_changed'; readonly conversation: ConversationId } & ConversationSettings)
  | { readonly kind: 'profile_changed'; readonly user: UserProfile }
  | { readonly kind: 'block_changed'; readonly userId: UserId; readonly on: boolean }
  | { readonly kind: 'settings_changed'; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly kind: 'session_revoked'; readonly sessionId: SessionId }
  | { readonly kind: 'account_disabled'; readonly on: boolean }
  | ForeignEvent;

export type LogEvent = ConversationEvent | PersonalEvent;

/** How one user keeps one conversation. */
export interface ConversationSettings {
  /** UTC ms; `null`: not muted */
  readonly mutedUntil: number | null;
  readonly archived: boolean;
  readonly markedUnread: boolean;
}

/** What others see of a user. */
export interface UserProfile {
  readonly id: UserId;
  /** lower case; `null` for people whom a host application signs in */
  readonly username: string | null;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  readonly createdAt: number;
}

interface EntryHead<Log extends LogId> {
  readonly log: Log;
  readonly seq: number;
  readonly id: EntryId;
  readonly at: number;
  readonly by: UserId;
}

/**
 * A conversation's entry as it is read back: numbered, with the *present* text. A `message` carries its present state;
 * an `edit` the text the message has now, `null` once it is deleted.
 */
export type ConversationEntry = EntryHead<ConversationId> &
  (
    | Exclude<ConversationEvent, { kind: 'message' }>
    | {
        readonly kind: 'message';
        readonly message: StoredMessage;
        /** the reader deleted it for themselves */
        readonly hidden: boolean;
      }
  );

export type PersonalEntry = EntryHead<PersonalLogId> & PersonalEvent;

/** A message in its present state. */
export interface StoredMessage {
  readonly id: MessageId;
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly type: ConversationType;
  readonly from: UserId;
  readonly to: string;
  /** `null` once deleted for everyone */
  readonly content: string | null;
  readonly contentType: ContentType;
  /** `null`: none, or deleted for everyone */
  readonly media: Media | null;
  readonly replyTo: MessageId | null;
  /** not there: sent alone */
  readonly albumId?: AlbumId;
  readonly createdAt: number;
  /** time and number of the last edit, `null` when never edited */
  readonly editedAt: number | null;
  readonly editSeq: number | null;
  /** time and number of the deletion for everyone, `null` while it stands */
  readonly deletedAt: number | null;
  readonly deleteSeq: number | null;
  /** not there until somebody reacted, nor once it is deleted */
  readonly reactions?: MessageReactions;
}

/** The reactions to one message as `foldReaction` makes them. */
export interface MessageReactions {
  /** the last entry in it */
  readonly seq: number;
  readonly list: readonly Reaction[];
}

/** What was appended, with the message's present text. */
export function messageEvent(message: StoredMessage): Extract<ConversationEvent, { kind: 'message' }> {
  const { type, to, content, contentType, replyTo, albumId, media } = message;
  return {
    kind: 'message',
    type,
    to,
    content,
    contentType,
    replyTo,
    ...(albumId === undefined ? {} : { albumId }),
    ...(media === null ? {} : { media }),
  };
}

export function personalLogId(user: UserId): PersonalLogId {
  // The one place where the brand is given.
  return `me:${user}` as PersonalLogId;
}

export function isPersonalLogId(log: LogId): log is PersonalLogId {
  return log.startsWith('me:');
}

/** The owner of a personal log. */
export function personalLogOwner(log: PersonalLogId): UserId {
  return log.slice('me:'.length) as UserId;
}

/** What each kind is. `judging`: later entries may be judged differently because of it. */
interface KindTraits {
  readonly in: 'conversation' | 'personal';
  readonly judging: boolean;
}

const kinds: Readonly<Record<Exclude<LogEvent['kind'], 'foreign'>, KindTraits>> = {
  message: { in: 'conversation', judging: false },
  created: { in: 'conversation', judging: true },
  edit: { in: 'conversation', judging: true },
  delete: { in: 'conversation', judging: true },
  // CLU1b: nothing is judged by it, so nodes of an earlier version go on behind it.
  reaction: { in: 'conversation', judging: false },
  member_added: { in: 'conversation', judging: true },
  member_removed: { in: 'conversation', judging: true },
  role_changed: { in: 'conversation', judging: true },
  renamed: { in: 'conversation', judging: true },
  updated: { in: 'conversation', judging: true },
  deleted: { in: 'conversation', judging: true },
  conversation_added: { in: 'personal', judging: false },
  conversation_removed: { in: 'personal', judging: false },
  message_hidden: { in: 'personal', judging: false },
  conversation_changed: { in: 'personal', judging: true },
  profile_changed: { in: 'personal', judging: true },
  block_changed: { in: 'personal', judging: true },
  settings_changed: { in: 'personal', judging: true },
  session_revoked: { in: 'personal', judging: true },
  account_disabled: { in: 'personal', judging: true },
};

/** Every kind that this program writes. */
export const knownKinds: readonly string[] = Object.keys(kinds);

function isKnownKind(kind: string): kind is keyof typeof kinds {
  return Object.hasOwn(kinds, kind);
}

/** Whether it belongs in a conversation's log; the others are of personal logs, and foreign ones may be of either. */
export function isConversationEvent(event: LogEvent): event is ConversationEvent {
  return event.kind === 'foreign' || kinds[event.kind].in === 'conversation';
}

/**
 * Whether later entries may be judged differently because of this one. Stored with every entry from the first version
 * on, so that an older program recognises that it must not judge past a kind it does not know. CLU1b
 */
export function affectsJudging(event: LogEvent): boolean {
  return event.kind === 'foreign' ? event.judging : kinds[event.kind].judging;
}

/** An event as another program wrote it, which may be a later version. CLU1b */
export function eventAsKnown<Event extends { readonly kind: string }>(
  event: Event,
  judging: boolean,
): Event | ForeignEvent {
  return isKnownKind(event.kind) ? event : { kind: 'foreign', name: event.kind, judging };
}
