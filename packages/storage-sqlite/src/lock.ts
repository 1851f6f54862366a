import { Database, SQLiteError } from 'bun:sqlite';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataFolderError, DataFolderLocked } from './data-folder-error.ts';

/**
 * Makes the data folder if need be and takes it for this process. OPS1: the lock is an open exclusive transaction on a
 * small database of its own; the system drops it with the process, also after kill -9.
 *
 * The answer lets go. It must stay referenced as long as the folder is in use: a collected `Database` closes and drops
 * its lock without a word. For the same reason nothing else in this process may open the file `lock`.
 * @throws DataFolderError, DataFolderLocked
 */
export function lockDataFolder(dataDir: string): () => void {
  makeFolder(dataDir);
  const database = openLock(dataDir);
  try {
    database.run('pragma locking_mode = exclusive');
    database.run('begin exclusive');
  } catch (error) {
    database.close();
    if (error instanceof SQLiteError && error.code?.startsWith('SQLITE_BUSY') === true)
      throw new DataFolderLocked(`The data folder ${dataDir} is in use by another Parley process.`);
    throw unwritable(dataDir, error);
  }
  return () => {
    database.run('rollback');
    database.close(true);
  };
}

function openLock(dataDir: string): Database {
  try {
    return new Database(join(dataDir, 'lock'), { create: true, readwrite: true });
  } catch (error) {
    throw unwritable(dataDir, error);
  }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir);
  } catch (error) {
    switch (codeOf(error)) {
      case 'EEXIST':
        return;
      case 'ENOENT':
        throw new DataFolderError(
          `The data folder ${dataDir} cannot be made: ${dirname(dataDir)} does not exist.`,
        );
      default:
        throw unwritable(dataDir, error);
    }
  }
}

function unwritable(dataDir: string, error: unknown): DataFolderError {
  return new DataFolderError(`The data folder ${dataDir} cannot be written (${codeOf(error)}).`, {
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
