import type { ConversationId, ConversationType, MessageId, Role, UserId } from '@parley/protocol';
import type {
  ConversationEntry,
  ConversationSettings,
  EntryId,
  PersonalEntry,
  StoredMessage,
} from '../log/entry.ts';

/** Everything that is read about conversations. Each call sees what was committed before it was made. */
export interface ConversationReads {
  /** What judging needs of a conversation; `undefined` while its log is empty. */
  findPicture(log: ConversationId): Promise<ConversationPicture | undefined>;

  /** An entry by its id, with the fingerprint it was stored under; `undefined` when the log has no such id. */
  findEntry(log: ConversationId, id: EntryId): Promise<FoundEntry | undefined>;
  /** The same for a personal log. */
  findPersonalEntry(user: UserId, id: EntryId): Promise<PersonalEntry | undefined>;

  /**
   * Entries after a position, ascending, for several logs in one call. A page ends at its `limit`; all pages together
   * end at about `maxBytes` of content, later logs then get fewer or none. `head` is the log's last number, 0 for an empty log.
   */
  listEntries(reader: UserId, wanted: readonly PageWanted[], maxBytes: number): Promise<readonly EntryPage[]>;
  /** A page of one's personal log, ascending. */
  listPersonalEntries(user: UserId, afterSeq: number, limit: number): Promise<PersonalPage>;

  /** History: messages that the reader did not hide, ascending, as `GET /messages/…` describes. */
  listMessages(reader: UserId, log: ConversationId, window: MessageWindow): Promise<MessagePage>;
  /** One message; `undefined` when there is none of that id. `hidden`: the reader deleted it for themselves. */
  findMessage(reader: UserId, log: ConversationId, id: MessageId): Promise<FoundMessage | undefined>;
  /**
   * What one person has reacted to a message with, each emoji once, those taken back too; in no order. Empty for a
   * message that is not there or deleted.
   */
  findOwnReactions(user: UserId, log: ConversationId, messageSeq: number): Promise<readonly OwnReaction[]>;
  /** The conversations of which `reader` is a member and in which a message has this id: two at most are looked for. */
  findConversationsOfMessage(reader: UserId, id: MessageId): Promise<readonly ConversationId[]>;
  /** The newest message at or before a position; `undefined` when there is none. */
  findNewestMessage(
    log: ConversationId,
    uptoSeq: number,
  ): Promise<{ id: MessageId; seq: number } | undefined>;
  /** Numbers and ids of message entries after a position and up to another, ascending, deleted and hidden ones included. */
  listMessageIds(
    log: ConversationId,
    range: { readonly afterSeq: number; readonly uptoSeq: number; readonly limit: number },
  ): Promise<readonly { readonly seq: number; readonly id: MessageId }[]>;

  /**
   * Own conversations by activity, newest first (`updatedAt` descending, then id descending); `before` continues after
   * a row. Empty direct conversations and deleted groups are left out. Unread counts stop at 1,000 and come from
   * covering indexes. RD2
   */
  listRows(reader: UserId, page: { before?: RowCursor; limit: number }): Promise<readonly ConversationRow[]>;
  /** Rows of the named conversations, those the reader is no member of left out, in the order asked. */
  findRows(reader: UserId, logs: readonly ConversationId[]): Promise<readonly ConversationRow[]>;

  /** Ids of all groups the user is a member of. */
  listGroupIds(user: UserId): Promise<readonly ConversationId[]>;
  /** Own groups by id, ascending, after an id. */
  listGroups(
    user: UserId,
    page: { afterId?: ConversationId; limit: number },
  ): Promise<readonly GroupPicture[]>;
  /** Own and discoverable groups whose folded name contains `foldedName`, by name then id. */
  searchGroups(user: UserId, foldedName: string, limit: number): Promise<readonly GroupPicture[]>;
  /** Members by user id, ascending, after a user id. Empty for what is no live group. */
  listMembers(
    log: ConversationId,
    page: { afterUser?: UserId; limit: number },
  ): Promise<readonly MemberRow[]>;
  /** Positions of the named members; those who are none are left out. */
  findPositions(log: ConversationId, users: readonly UserId[]): Promise<readonly MemberPositions[]>;
  /**
   * What each author did in `afterSeq < seq ≤ uptoSeq`: number of messages (deleted ones too) and last own entry of any
   * kind. The caller keeps the span short (tens of thousands), since a reader is busy meanwhile.
   */
  tallyActivity(log: ConversationId, afterSeq: number, uptoSeq: number): Promise<readonly ActivityTally[]>;
  /** Those of `others` who share at least one live conversation with `user` (a direct one that has begun counts). */
  listSharing(user: UserId, others: readonly UserId[]): Promise<readonly UserId[]>;
}

export interface FoundEntry {
  readonly entry: ConversationEntry;
  readonly fingerprint: string | null;
}

export interface FoundMessage {
  readonly message: StoredMessage;
  readonly hidden: boolean;
}

export interface OwnReaction {
  readonly emoji: string;
  readonly on: boolean;
  /** of the entry that put it on, or took it back */
  readonly seq: number;
}

/** What judging needs: the head, the last number that affects judging, and who may do what. */
export interface ConversationPicture {
  readonly log: ConversationId;
  readonly type: ConversationType;
  readonly head: number;
  readonly lastJudgingSeq: number;
  /** an entry that affects judging is of a kind that this program does not know. CLU1b */
  readonly needsNewer?: boolean;
  /** For a direct conversation its two people (one, for notes to oneself), as `member`s. */
  readonly members: readonly { readonly userId: UserId; readonly role: Role; readonly joinedAt: number }[];
  readonly group: GroupRecord | null;
}

/** A group as its entries have made it. */
export interface GroupRecord {
  readonly name: string;
  readonly description: string;
  readonly avatarUrl: string | null;
  readonly discoverable: boolean;
  readonly createdBy: UserId;
  readonly createdAt: number;
  /** its last entry is `deleted` */
  readonly deleted: boolean;
}

export interface GroupPicture extends GroupRecord {
  readonly log: ConversationId;
  readonly head: number;
  readonly memberCount: number;
  /** the first 100 to join, in joining order (then by id) */
  readonly firstMembers: readonly {
    readonly userId: UserId;
    readonly role: Role;
    readonly joinedAt: number;
  }[];
}

export interface PageWanted {
  readonly log: ConversationId;
  readonly afterSeq: number;
  readonly limit: number;
}

export interface EntryPage {
  readonly log: ConversationId;
  readonly head: number;
  readonly entries: readonly ConversationEntry[];
}

export interface PersonalPage {
  readonly head: number;
  readonly entries: readonly PersonalEntry[];
}

/** `before` and `after` exclude the position, `around` is centred on it, `newest` ends at the head. */
export type MessageWindow =
  | { readonly anchor: 'newest'; readonly limit: number }
  | { readonly anchor: 'before' | 'after' | 'around'; readonly seq: number; readonly limit: number };

export interface MessagePage {
  readonly messages: readonly StoredMessage[];
  /** more in the direction asked: newer for `after`, else older */
  readonly hasMore: boolean;
  /** only for `around` */
  readonly hasNewer?: boolean;
}

export interface RowCursor {
  readonly updatedAt: number;
  readonly log: ConversationId;
}

/** One line of the conversation list, for one reader. */
export interface ConversationRow {
  readonly log: ConversationId;
  readonly type: ConversationType;
  readonly head: number;
  /** time of the last message, else of the first entry */
  readonly updatedAt: number;
  readonly readSeq: number;
  readonly deliveredSeq: number;
  /** direct only: the other person (oneself in notes) and their positions */
  readonly peer: { readonly userId: UserId; readonly readSeq: number; readonly deliveredSeq: number } | null;
  /** messages by others after `readSeq`, deleted and hidden ones apart, at most 1,000 */
  readonly unread: number;
  /** the newest message that the reader did not hide */
  readonly lastMessage: StoredMessage | null;
  readonly settings: ConversationSettings;
  readonly group: GroupRecord | null;
  readonly memberCount: number;
  /** the reader's; `member` in direct conversations */
  readonly role: Role;
}

export interface MemberRow extends MemberPositions {
  readonly role: Role;
  readonly joinedAt: number;
}

export interface MemberPositions {
  readonly userId: UserId;
  readonly readSeq: number;
  readonly deliveredSeq: number;
}

export interface ActivityTally {
  readonly userId: UserId;
  readonly messages: number;
  /** number and time of their last own entry in the span */
  readonly lastSeq: number;
  readonly lastAt: number;
}
