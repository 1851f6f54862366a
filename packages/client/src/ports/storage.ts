/**
 * What a client keeps between two runs. `outbox`: what is not yet stored by the server; `drafts`: files that are chosen
 * and not sent; `files`: the bytes of both, each in the same write as what it belongs to. The others are copies, which
 * may be dropped at any time: `conversations` (the list), `timelines` (the newest part of each), `account` (how far the
 * personal log was read, and of which server).
 */
export const storageTables = ['outbox', 'drafts', 'files', 'conversations', 'timelines', 'account'] as const;
export type StorageTable = (typeof storageTables)[number];

/** Puts `value` under `key`, or removes the key when `value` is absent. Values are JSON, in `files` a `Blob`. */
export interface StorageChange {
  readonly table: StorageTable;
  readonly key: string;
  readonly value?: unknown;
}

/** Keeps values by table and key. A rejection means "not kept"; the client then goes on from memory. */
export interface Storage {
  /** The value under the key, or undefined. */
  find(table: StorageTable, key: string): Promise<unknown>;
  /** All of a table, in no order. */
  list(table: StorageTable): Promise<readonly unknown[]>;
  /** All of the changes or none; once it resolves they survive a crash of the program. Calls apply in call order. */
  write(changes: readonly StorageChange[]): Promise<void>;
  /** Empties the tables named. */
  clear(tables: readonly StorageTable[]): Promise<void>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}
