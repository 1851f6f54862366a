import type {
  AlbumId,
  ContentType,
  ConversationId,
  MessageId,
  Role,
  SessionId,
  UserId,
} from '@parley/protocol';
import type { EntryId, LogId, Media, MessageReactions } from '@parley/core';
import type { ObjectId } from 'mongodb';

/* What each collection holds. Times are UTC milliseconds. Keys made of two ids have a space between them, which no id has. */

/**
 * One entry of one log. Nothing of it changes later but a message's text, and `pending`. `_id`: log, number, so that
 * the key itself is what makes the append a compare-and-swap.
 */
export interface EntryDocument {
  readonly _id: string;
  /** made when the entry is sent; grows with time, so the whole store has one tail */
  readonly made: ObjectId;
  readonly log: LogId;
  readonly seq: number;
  readonly id: EntryId;
  readonly at: number;
  readonly by: UserId;
  /** of this version's kinds, or of a later one's */
  readonly kind: string;
  readonly judging: boolean;
  /** of the body as first sent; not there when the server made the id */
  readonly fingerprint?: string;
  /** what it changes elsewhere may not have been changed yet; never there in most messages */
  readonly pending?: true;
  /** a message's, or an edit's as long as it is pending */
  readonly content?: string | null;
  /** the author while a message stands, `null` once it is deleted: all that counting unread looks at */
  readonly voice?: UserId | null;
  /** not there: `text` */
  readonly contentType?: ContentType;
  readonly replyTo?: MessageId;
  readonly albumId?: AlbumId;
  /** not there: none, or erased */
  readonly media?: Media;
  /** of the last edit, and of the deletion for everyone */
  readonly editedAt?: number;
  readonly editSeq?: number;
  readonly deletedAt?: number;
  readonly deleteSeq?: number;
  /** not there until somebody reacted, nor once it is deleted */
  readonly reactions?: MessageReactions;
  /** the event as JSON, for all kinds but messages; an edit's without its text */
  readonly body?: string;
}

/** A conversation as its entries up to `seq` have made it; messages but the first change nothing here. */
export interface ConversationDocument {
  readonly _id: ConversationId;
  /** the last entry that is in here */
  readonly seq: number;
  readonly members: readonly MemberPart[];
  readonly memberCount: number;
  /** of the first entry */
  readonly startedAt: number;
  /** `null` for direct conversations */
  readonly group: GroupPart | null;
  /** from the deletion of a group until everything is erased */
  readonly erasure: ErasurePart | null;
}

export interface MemberPart {
  readonly id: UserId;
  readonly role: Role;
  readonly joinedAt: number;
  /** which entry made them a member: nothing before it is unread; 0 in direct conversations */
  readonly joinedSeq: number;
}

export interface GroupPart {
  readonly name: string;
  readonly foldedName: string;
  readonly description: string;
  readonly avatarUrl: string | null;
  readonly discoverable: boolean;
  readonly createdBy: UserId;
  readonly createdAt: number;
  readonly deleted: boolean;
}

export interface ErasurePart {
  readonly members: readonly UserId[];
  readonly deletedAt: number;
  readonly deletedSeq: number;
  readonly erasedSeq: number;
}

/** `_id`: log, user. Also for people who are no members (any more): members alone are asked for. */
export interface PositionDocument {
  readonly _id: string;
  readonly log: ConversationId;
  readonly user: UserId;
  readonly read: number;
  readonly delivered: number;
}

/** A message that somebody deleted for themselves. `_id`: user, log, seq. */
export interface HiddenDocument {
  readonly _id: string;
  readonly user: UserId;
  readonly log: ConversationId;
  readonly seq: number;
}

/**
 * What one person reacted to one message with, or took back. `_id`: log, number of the message, user, emoji. `seq`: of
 * the entry that did it.
 */
export interface ReactionDocument {
  readonly _id: string;
  readonly emoji: string;
  readonly on: boolean;
  readonly seq: number;
}

/** How one person keeps one conversation. `_id`: user, log. `seq`: of the personal log. */
export interface SettingsDocument {
  readonly _id: string;
  readonly user: UserId;
  readonly log: ConversationId;
  readonly seq: number;
  readonly mutedUntil: number | null;
  readonly archived: boolean;
  readonly markedUnread: boolean;
}

/** `_id`: user, whom they have blocked. `seq`: of the personal log. */
export interface BlockDocument {
  readonly _id: string;
  readonly user: UserId;
  readonly blocked: UserId;
  readonly on: boolean;
  readonly seq: number;
}

/** `…Seq`: of the personal log's entry that a part comes from; 0: as the account was made. */
export interface AccountDocument {
  readonly _id: UserId;
  /** not there: a host application signs this person in */
  readonly username?: string;
  readonly displayName: string;
  readonly foldedName: string;
  /** by username, then those without one by id */
  readonly sortName: string;
  readonly avatarUrl: string | null;
  readonly createdAt: number;
  readonly passwordHash: string | null;
  readonly settings: string;
  readonly disabled: boolean;
  readonly profileSeq: number;
  readonly settingsSeq: number;
  readonly disabledSeq: number;
}

export interface SessionDocument {
  readonly _id: SessionId;
  readonly userId: UserId;
  readonly tokenHash: string;
  readonly device: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
}

/** A node that is at work on this database, or died. `_id`: its name, new at each start. */
export interface NodeDocument {
  readonly _id: string;
  /** grows every few seconds */
  readonly beat: number;
  /** what its clock showed then */
  readonly nowMs: number;
}

/** What is known of an upload. `_id`: its media id. */
export interface MediaDocument {
  readonly _id: string;
  readonly media: Media;
  readonly owner: UserId;
  readonly sha256: string;
  readonly createdAt: number;
  readonly claimedAt: number;
}

/** A claim of a node on a media, for what may wait in its journal. `_id`: media, node. */
export interface ClaimDocument {
  readonly _id: string;
  readonly node: string;
  /** when it last did, UTC ms */
  readonly at: number;
}

/** A removal of a media record that is under way: names its content until that is condemned, or somebody else's. */
export interface RemovalDocument {
  readonly sha256: string;
  /** since when */
  readonly at: number;
}

/** A content that is being erased. `_id`: its digest. */
export interface CondemnedDocument {
  readonly _id: string;
  /** since when */
  readonly at: number;
}

/** `store`: what this store is. `administrator`: the first person with a password. */
export interface MetaDocument {
  readonly _id: 'store' | 'administrator';
  readonly generation?: string;
  readonly layout?: number;
  /** the JSON of what keeps this store from being served */
  readonly mark?: string;
  readonly user?: UserId;
}

/** Comes after every key that begins with this id, and before those of all later ones. */
export function pastKeysOf(id: string): string {
  // An exclamation mark is right behind the space.
  return `${id}!`;
}

/** One id of two or three. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return parts.join(' ');
}
