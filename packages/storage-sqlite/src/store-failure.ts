import { SQLiteError } from 'bun:sqlite';
import { DataFolderError } from './data-folder-error.ts';

/** The commit itself failed, so what it was to store may or may not be on disk. */
export class UnfinishedCommit extends Error {
  override readonly name = 'UnfinishedCommit';
}

/** An error as it crosses from a worker: classes, names and codes do not survive the way. */
export interface StoreFailure {
  readonly kind: 'failed' | 'unknown' | 'folder';
  readonly message: string;
}

/**
 * After these nothing on the connection can be trusted any more: it is closed and opened again. A file that cannot be
 * written at that moment is opened for reading only, and stays so for as long as that connection does. OPS4
 */
const brokenCodes = /^SQLITE_(IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|NOMEM|INTERNAL|MISUSE)/;

/** The database refuses this very entry, and would do so again. SND4 */
const poisonCodes = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH|RANGE)/;

/** A commit that failed so was undone before anything of it could become durable. */
const undoneCodes = /^SQLITE_(FULL|READONLY|BUSY|LOCKED|CONSTRAINT)/;

export function isBroken(error: unknown): boolean {
  return error instanceof UnfinishedCommit || brokenCodes.test(codeOf(error));
}

export function isPoison(error: unknown): boolean {
  return poisonCodes.test(codeOf(error));
}

export function isSurelyUndone(error: unknown): boolean {
  return undoneCodes.test(codeOf(error));
}

export function codeOf(error: unknown): string {
  return error instanceof SQLiteError ? (error.code ?? 'SQLITE_ERROR') : '';
}

/** Says what went wrong; SQLite's messages name no path. */
export function toFailure(error: unknown): StoreFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DataFolderError) return { kind: 'folder', message };
  const code = codeOf(error);
  return {
    kind: error instanceof UnfinishedCommit ? 'unknown' : 'failed',
    message: code === '' ? message : `${message} (${code})`,
  };
}
