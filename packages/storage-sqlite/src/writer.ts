import { createAccountWrites } from './account-writes.ts';
import { createArchiveWrites } from './archive-writes.ts';
import { createCommit } from './commit.ts';
import { openConnection, type Connection } from './connection.ts';
import { createDeletions } from './deletions.ts';
import { createMediaWrites } from './media-writes.ts';
import { createLogHeads } from './log-heads.ts';
import { migrate } from './migrate.ts';
import { createTransact } from './transact.ts';

export type Writer = ReturnType<typeof createWriter>;

/** Opens the database for writing, in its newest layout. @throws SQLiteError, DataFolderError */
export function openWriter(file: string): { readonly connection: Connection; readonly methods: Writer } {
  const connection = openConnection({ file, role: 'writer' });
  try {
    migrate(connection.database);
    return { connection, methods: createWriter(connection) };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Everything that writes. One at a time: the database has this one writer. SEQ1 */
export function createWriter(connection: Connection) {
  const heads = createLogHeads(connection);
  const transact = createTransact(connection, heads.forget);
  const erase = createDeletions(connection);
  const findGeneration = connection.prepare<{ value: string }, []>(
    "select value from meta where name = 'generation'",
  );

  return {
    commit: createCommit(connection, heads, transact),
    ...createAccountWrites(connection, heads, transact),
    ...createArchiveWrites(connection, heads, transact),
    ...createMediaWrites(connection, transact),
    eraseDeleted: (log: string, limit: number): boolean => transact(() => erase(log, limit)),
    findGeneration(): string {
      const row = findGeneration.get();
      if (row === null) throw new Error('the database has no generation');
      return row.value;
    },
    /** Moves what has been written into the database file, as far as no reader is in the way. */
    checkpoint(): void {
      connection.database.run('pragma wal_checkpoint(passive)');
    },
  };
}
