import type { Connection } from './connection.ts';
import { codeOf, isSurelyUndone, UnfinishedCommit } from './store-failure.ts';

/**
 * Runs `work` in one durable transaction. SND1: returns only after the commit, which syncs the log.
 * @throws UnfinishedCommit when the commit itself failed in a way that may still leave it on disk; whatever else
 * is thrown, nothing of the work is stored. OPS4: a failed sync is never tried again here.
 */
export type Transact = <Value>(work: () => Value) => Value;

/** `undone` is called after a transaction was undone, so that nothing remembered outlives it. */
export function createTransact(connection: Connection, undone: () => void): Transact {
  const begin = connection.prepare<unknown, []>('begin immediate');
  const commit = connection.prepare<unknown, []>('commit');
  const rollback = connection.prepare<unknown, []>('rollback');

  function undo(): void {
    // SQLite has undone it by itself after some errors.
    if (connection.database.inTransaction) rollback.run();
    undone();
  }

  return (work) => {
    begin.run();
    const value = attempt(work, undo);
    try {
      commit.run();
    } catch (error) {
      const wasUndone = isSurelyUndone(error);
      undo();
      if (wasUndone) throw error;
      throw new UnfinishedCommit(`the commit did not finish (${codeOf(error)})`, { cause: error });
    }
    return value;
  };
}

function attempt<Value>(work: () => Value, undo: () => void): Value {
  try {
    return work();
  } catch (error) {
    undo();
    throw error;
  }
}
