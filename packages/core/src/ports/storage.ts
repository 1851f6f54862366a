import type { AccountStore } from './account-store.ts';
import type { Archive } from './archive.ts';
import type { ConversationReads } from './conversation-reads.ts';
import type { ClusterStore } from './cluster-store.ts';
import type { MediaStore } from './media-store.ts';
import type { EntryId, LogEvent, LogId } from '../log/entry.ts';
import type { ConversationId, UserId } from '@parley/protocol';

/**
 * Where Parley keeps everything. One port, one adapter per database, one contract suite (`@parley/core/testing`).
 *
 * Reads see every commit that was answered before they were asked, on any connection (SYN1). A method that cannot do
 * its work throws a `StoreError`; it never answers with less than it promises.
 */
export interface Storage {
  /** `sqlite`, `mongodb`, `memory`: for health and metrics. */
  readonly engine: string;
  /** New when the store was created, restored or moved; clients that knew another drop their copies. */
  readonly generation: string;
  /** How many commits it wants under way at once, for different logs; 1 for a single writer. */
  readonly maxCommitsInFlight: number;
  /** Its connections to a database, where it has any. */
  readonly pool?: () => PoolFigures;
  /** Not there: one process alone writes to it. */
  readonly cluster?: ClusterStore;

  /**
   * Stores a batch durably and answers one outcome per append, in order. SND1: resolves only when what it calls
   * `stored` survives a power cut.
   *
   * Per log the stored entries are a *prefix* of that log's appends in the batch, each at exactly the number it came
   * with, which is the head + 1 at that moment (SEQ1). Other logs are not affected by a refused entry (SND4).
   * Projections (members, present text, positions, account rows) are updated with it and never by a lower `seq`.
   * @throws StoreError `failed`: nothing of the batch is stored. `unknown`: each entry may or may not be, now or later.
   */
  commit(batch: Batch): Promise<readonly AppendOutcome[]>;

  readonly conversations: ConversationReads;
  readonly accounts: AccountStore;
  readonly archive: Archive;
  readonly media: MediaStore;

  /** Groups whose last entry is `deleted` and whose erasure is unfinished, with the members they had at the end. */
  listUnfinishedDeletions(): Promise<
    readonly { readonly log: ConversationId; readonly members: readonly UserId[] }[]
  >;
  /**
   * Erases up to `limit` entries' content of a deleted group, in place, lowest `seq` first; numbers stay.
   * Answers whether any is left. When none is left the group is finished and no longer listed above.
   */
  eraseDeleted(log: ConversationId, limit: number): Promise<boolean>;

  /** A round trip to the database that writes nothing. */
  ping(): Promise<void>;
  /** Lets go of everything, after what is under way. Further calls throw `StoreError` `failed`. */
  close(): Promise<void>;
}

export interface PoolFigures {
  /** connections that are open */
  readonly size: number;
  readonly inUse: number;
  /** calls that wait for a connection */
  readonly waiting: number;
  readonly min: number;
  readonly max: number;
}

export interface Batch {
  /** Grouped by log and ascending within each. */
  readonly appends: readonly NewEntry[];
  readonly positions: readonly PositionUpdate[];
}

/** An entry on its way into a log. */
export interface NewEntry {
  readonly log: LogId;
  /** the number it is to have: the head it was judged at, + 1, + those before it in this batch */
  readonly seq: number;
  readonly id: EntryId;
  readonly at: number;
  readonly by: UserId;
  readonly event: LogEvent;
  /** 32 hex digits over the body as first sent; `null` for entries whose id the server made */
  readonly fingerprint: string | null;
  /** `affectsJudging(event)` */
  readonly judging: boolean;
}

/**
 * What became of one append.
 * - `stored`
 * - `collided`: its number or its id is taken in that log; which of the two, only reading again can tell
 * - `rejected`: the database will never take this entry (a poison entry); its number stays free
 * - `skipped`: not tried, because an entry of its log before it was not stored
 */
export type AppendOutcome = 'stored' | 'collided' | 'rejected' | 'skipped';

/**
 * Moves positions forward; a lower number than the present one changes nothing, 0 means "leave". Read implies
 * delivered. Somebody who is no member is ignored. The caller has clamped them to the head. RD1
 */
export interface PositionUpdate {
  readonly log: ConversationId;
  readonly userId: UserId;
  readonly readSeq: number;
  readonly deliveredSeq: number;
}

/** A store that could not do its work. Messages name no credential, path or host. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** `failed`: nothing was stored. `unknown`: neither success nor failure until the log itself has answered. SND2b */
  readonly outcome: 'failed' | 'unknown';

  constructor(outcome: 'failed' | 'unknown', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.outcome = outcome;
  }
}
