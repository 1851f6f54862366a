import type { Database } from 'bun:sqlite';
import { DataFolderError } from './data-folder-error.ts';
import { albumLayout, firstLayout, mediaLayout, reactionsLayout } from './schema.ts';

/** One step from a version of the layout to the next; it runs in a transaction of its own. */
export type Migration = (database: Database) => void;

/** `migrations[n]` leads from version n to n + 1. Append only: a step that has been released is never changed. */
export const migrations: readonly Migration[] = [
  (database) => {
    database.run(firstLayout);
    // SYN3: what tells clients that this store is another one than they knew.
    database.run("insert into meta values ('generation', lower(hex(randomblob(16))))");
  },
  (database) => {
    database.run(mediaLayout);
    database.run(reactionsLayout);
  },
  (database) => {
    database.run(albumLayout);
  },
];

/**
 * Brings a database to the newest version. OPS3: each step commits together with the version it leads to, so being
 * killed anywhere leaves a whole version behind, and the next start goes on from there.
 * @throws DataFolderError when the database is newer than this program
 */
export function migrate(database: Database, steps: readonly Migration[] = migrations): void {
  const version = readVersion(database);
  if (version > steps.length)
    throw new DataFolderError(
      `The data folder was written by a newer version of Parley (layout ${String(version)}, this program knows ${String(steps.length)}): start that version or a later one.`,
    );
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    database.transaction(() => {
      step(database);
      database.run(`pragma user_version = ${String(index + 1)}`);
    })();
  }
}

function readVersion(database: Database): number {
  const statement = database.prepare<{ user_version: number }, []>('pragma user_version');
  const version = statement.get()?.user_version ?? 0;
  statement.finalize();
  return version;
}
