import type { SessionId } from '@parley/protocol';
import type { LogId } from '../log/entry.ts';
import type { SessionRecord, UserRecord } from './account-store.ts';
import type { NewEntry, PositionUpdate } from './storage.ts';

/**
 * The whole of a store in short reads, and what fills another one with it: for backup, restore and move. Logs are
 * filled by `Storage.commit`, so that members, texts and accounts are made by the code that always makes them. OPS5
 */
export interface Archive {
  /** What keeps this store from being served; `undefined`: nothing. */
  findMark(): Promise<StoreMark | undefined>;
  /** Durable when it resolves. */
  setMark(mark: StoreMark): Promise<void>;
  /** Takes the mark away and gives the store another `generation`, both at once and durably. SYN3 */
  finish(generation: string): Promise<void>;

  /** About how many entries there are, for showing how far one has come. */
  countEntries(): Promise<number>;
  /** Logs that have entries, ascending by id, `after < id < before`. */
  listLogs(range: LogRange, limit: number): Promise<readonly LogHead[]>;
  /** The last number of each, in the order asked; 0 for an empty log. */
  findHeads(logs: readonly LogId[]): Promise<readonly number[]>;
  /** Entries after a number, ascending, as many as fit: one at least, unless there is none. */
  listEntries(log: LogId, afterSeq: number, room: ArchiveRoom): Promise<ArchivePage>;
  /** How far people have read a conversation; those who said nothing may be left out, those who left may be in it. */
  listPositions(log: LogId): Promise<readonly PositionUpdate[]>;
  /** Ascending by id, after an id; `''`: from the first. */
  listAccounts(afterId: string, limit: number): Promise<readonly ArchivedAccount[]>;
  /** Likewise. */
  listSessions(afterId: string, limit: number): Promise<readonly ArchivedSession[]>;

  /** Makes accounts just as they are given, over those of the same ids. */
  putAccounts(accounts: readonly ArchivedAccount[]): Promise<void>;
  /** Likewise. */
  putSessions(sessions: readonly ArchivedSession[]): Promise<void>;
}

/** Why a store is not served. */
export type StoreMark =
  /** it is being filled, from this source and no other */
  | { readonly kind: 'filling'; readonly by: 'restore' | 'move'; readonly from: string }
  /** everything in it went to another store. Names no credential. */
  | { readonly kind: 'moved'; readonly engine: string; readonly to: string };

export interface LogRange {
  readonly after: string;
  /** `undefined`: to the last */
  readonly before?: string | undefined;
}

export interface LogHead {
  readonly log: LogId;
  readonly head: number;
}

export interface ArchiveRoom {
  readonly limit: number;
  /** about how much text, in UTF-16 units; the last entry may go beyond it */
  readonly maxChars: number;
}

export interface ArchivePage {
  /** As they are to be appended again, with the present text in messages and in edits; erased text stays erased. */
  readonly entries: readonly NewEntry[];
  /** The last entry that these texts rest on: a copy that ends before it would not say why a text is what it is. */
  readonly textsSeq: number;
}

/** An account as it is now, with what no log holds. */
export interface ArchivedAccount {
  readonly user: UserRecord;
  /** `null`: a host application signs this person in */
  readonly passwordHash: string | null;
}

export interface ArchivedSession extends SessionRecord {
  readonly id: SessionId;
  /** 64 hex digits; the token itself is never stored */
  readonly tokenHash: string;
}
