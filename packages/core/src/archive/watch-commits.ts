import type { LogId } from '../log/entry.ts';
import type { Storage } from '../ports/storage.ts';

/** Which logs this process changes, while somebody wants to know. */
export interface CommitWatch {
  /** From now on, with nothing seen yet. */
  start(): void;
  stop(): void;
  /** The logs that were changed since the last time it was asked. */
  take(): ReadonlySet<LogId>;
  /** A commit of this process has failed, and may have landed, or land, without a word. SND2b */
  hasDoubts(): boolean;
}

/** The same store, watched. */
export function watchCommits(storage: Storage): { readonly storage: Storage; readonly watch: CommitWatch } {
  let seen: Set<LogId> | undefined;
  let hasFailed = false;

  /**
   * Noted when it is over: whoever copies the log after that finds what was written. Also what began before anybody
   * wanted to know, and ends after.
   */
  async function noting<Value>(logs: () => readonly LogId[], write: Promise<Value>): Promise<Value> {
    try {
      return await write;
    } catch (error) {
      hasFailed = true;
      throw error;
    } finally {
      if (seen !== undefined) for (const log of logs()) seen.add(log);
    }
  }

  return {
    storage: {
      ...storage,
      commit: (batch) =>
        noting(() => [...batch.appends, ...batch.positions].map(({ log }) => log), storage.commit(batch)),
      eraseDeleted: (log, limit) => noting(() => [log], storage.eraseDeleted(log, limit)),
    },
    watch: {
      start() {
        seen = new Set();
      },
      stop() {
        seen = undefined;
      },
      take() {
        const taken = seen ?? new Set<LogId>();
        if (seen !== undefined) seen = new Set();
        return taken;
      },
      hasDoubts: () => hasFailed,
    },
  };
}
