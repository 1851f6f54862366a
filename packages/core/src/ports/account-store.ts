import type { ConversationId, SessionId, UserId } from '@parley/protocol';
import type { UserProfile } from '../log/entry.ts';

/**
 * Accounts, sessions and what judging needs of a personal log. Changes to a profile, settings, blocks, sessions ended
 * and accounts shut are entries of the personal log and arrive by `Storage.commit`; what is written here is only what
 * no log holds: the account itself, its credentials, and sessions begun and used.
 */
export interface AccountStore {
  /**
   * Makes an account. `isAdmin` of the stored record is true for the very first account of the store that has a
   * password. Answers `taken` when the id or the username is in use, changing nothing.
   */
  createUser(user: NewUser): Promise<{ readonly created: UserRecord } | 'taken'>;
  /** Those of the ids that exist, in no particular order. */
  findUsers(ids: readonly UserId[]): Promise<readonly UserRecord[]>;
  /** By lower-case username, with the password hash (`null`: signed in elsewhere). */
  findCredentials(username: string): Promise<Credentials | undefined>;
  findCredentialsOf(id: UserId): Promise<Credentials | undefined>;
  setPasswordHash(id: UserId, passwordHash: string): Promise<void>;
  /** People whose username or folded display name begins with `foldedPrefix`, disabled ones left out, by username then id. */
  searchUsers(foldedPrefix: string, limit: number): Promise<readonly UserRecord[]>;

  /** What judging needs of one person; `undefined` when there is no such user. */
  findPicture(id: UserId): Promise<AccountPicture | undefined>;

  /** Begins a session. */
  createSession(session: NewSession): Promise<void>;
  /** The session a token belongs to, by the token's hash; ended ones are not there. */
  findSession(tokenHash: string): Promise<SessionRecord | undefined>;
  /** Own sessions, newest use first. */
  listSessions(user: UserId): Promise<readonly SessionRecord[]>;
  /** Writes down when sessions were last used; never backwards. */
  touchSessions(used: readonly { readonly id: SessionId; readonly lastUsedAt: number }[]): Promise<void>;
  /** Removes sessions last used before a time; answers how many there were. */
  removeStaleSessions(lastUsedBefore: number): Promise<number>;
}

export interface NewUser {
  readonly profile: UserProfile;
  /** `null`: a host application signs this person in */
  readonly passwordHash: string | null;
}

export interface UserRecord extends UserProfile {
  readonly isAdmin: boolean;
  readonly disabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Credentials {
  readonly user: UserRecord;
  readonly passwordHash: string | null;
}

/** A user with the head of their personal log and what it says that others are judged by. */
export interface AccountPicture {
  readonly user: UserRecord;
  readonly head: number;
  readonly lastJudgingSeq: number;
  /** an entry that affects judging is of a kind that this program does not know. CLU1b */
  readonly needsNewer?: boolean;
  /** whom this person has blocked */
  readonly blocked: readonly UserId[];
  /** conversations this person marked as unread by hand */
  readonly markedUnread: readonly ConversationId[];
}

export interface NewSession {
  readonly id: SessionId;
  readonly userId: UserId;
  /** 64 hex digits; the token itself is never stored */
  readonly tokenHash: string;
  readonly device: string;
  readonly createdAt: number;
}

export interface SessionRecord {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly device: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
}
