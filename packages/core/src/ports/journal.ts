/**
 * A local file of messages that the store cannot take right now. Append-only, synced in groups, read back in order.
 * What a record says is core's business; a journal keeps lines of text and the time each was accepted.
 *
 * Every method but `figures` and `hasRoom` throws `JournalError` when the disk fails.
 */
export interface Journal {
  /**
   * Appends a record; resolves once it is synced, in the order of the calls. JRN1. Calls made while a sync runs share
   * the next one. When it throws, the record may or may not come back after a crash, and never before one: `read` does
   * not answer it.
   */
  append(record: JournalRecord): Promise<void>;
  /**
   * All records found when the journal was opened, oldest first, without taking them out: `visit` is called for each.
   * To be called once, before anything else.
   */
  scan(visit: (record: JournalRecord) => void): Promise<void>;
  /** The next records that were not read before, oldest first, at most `limit`; empty when there are none. */
  read(limit: number): Promise<readonly JournalRecord[]>;
  /**
   * The `count` oldest records that were read and not released are done with. A crash may bring released records back:
   * whoever reads them finds their ids in the log.
   */
  release(count: number): void;
  /** Whether a record of about this many bytes still fits. PIP4 */
  hasRoom(bytes: number): boolean;
  figures(): JournalFigures;
  /** Syncs what is under way and lets go of the files. Records stay for the next start. */
  close(): Promise<void>;
}

export interface JournalRecord {
  /** when it was accepted, UTC ms */
  readonly at: number;
  readonly text: string;
}

export interface JournalFigures {
  /** appended, synced and not released */
  readonly records: number;
  /** on disk, records that are released but not yet removed included */
  readonly bytes: number;
  /** when the oldest record that is not released was accepted, UTC ms; `null`: there is none */
  readonly oldestAt: number | null;
}

/** The journal's disk could not do its work. Messages name no path. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}
