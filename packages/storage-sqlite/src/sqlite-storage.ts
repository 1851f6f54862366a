import { join } from 'node:path';
import type { AppendOutcome, Batch, Clock, Storage } from '@parley/core';
import { createAccountStore } from './account-store.ts';
import { createArchive } from './archive.ts';
import { encodeBatch } from './encode-batch.ts';
import { lockDataFolder } from './lock.ts';
import { createMediaStore } from './media-store.ts';
import type { Reader } from './reader.ts';
import { createRemoteConversationReads } from './remote-conversation-reads.ts';
import { createWorkerLink, type WorkerLink } from './worker-link.ts';
import type { Writer } from './writer.ts';

export interface SqliteStorageOptions {
  /** made if it is not there; its parent must be */
  readonly dataDir: string;
  readonly clock: Clock;
  /** this process has locked the folder already */
  readonly isLocked?: boolean;
  /** 1 unless told otherwise; each is a thread with a connection of its own */
  readonly readers?: number;
  /** hears of workers that died and were started again */
  readonly warn?: (what: string) => void;
}

/** How long nothing must have been written before the log is moved into the database. */
const idleMs = 5_000;

/**
 * The storage port on SQLite, in one data folder that only this process uses. All work is done in threads, so a slow
 * disk never holds up sockets.
 * @throws DataFolderError one sentence for the person who starts the server: locked, not writable, or too new. OPS1, OPS3
 */
export async function createSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const { dataDir, clock, readers: readerCount = 1, warn = () => undefined } = options;
  const unlock = options.isLocked === true ? () => undefined : lockDataFolder(dataDir);
  const file = join(dataDir, 'parley.db');
  const writer = createWorkerLink<Writer>({ spawn: spawnWriter, file, lost: 'unknown', warn });
  const readers = Array.from({ length: readerCount }, () =>
    createWorkerLink<Reader>({ spawn: spawnReader, file, lost: 'failed', warn }),
  );
  const generation = await writer.call('findGeneration').catch(async (error: unknown) => {
    await writer.close().catch(() => undefined);
    unlock();
    throw error;
  });
  const reader = () => leastBusy(readers);
  const checkpoints = checkpointWhenIdle(clock, writer);
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    checkpoints.stop();
    // The last connection to close empties the log, so that is the writer's.
    await Promise.allSettled(readers.map((each) => each.close()));
    await writer.close().finally(unlock);
  }

  return {
    engine: 'sqlite',
    generation,
    maxCommitsInFlight: 1,
    async commit(batch) {
      const outcomes = await writer.call('commit', encodeBatch(batch));
      checkpoints.written();
      return outcomes ?? allStored(batch);
    },
    conversations: createRemoteConversationReads(reader),
    accounts: createAccountStore(reader, writer),
    archive: createArchive(reader, writer),
    media: createMediaStore(reader, writer),
    listUnfinishedDeletions: () => reader().call('listUnfinishedDeletions'),
    eraseDeleted: (log, limit) => writer.call('eraseDeleted', log, limit),
    ping: () => reader().call('ping'),
    close: () => (closing ??= close()),
  };
}

function spawnWriter(): Worker {
  return new Worker(new URL('./writer-worker.ts', import.meta.url));
}

function spawnReader(): Worker {
  return new Worker(new URL('./reader-worker.ts', import.meta.url));
}

function leastBusy(readers: readonly WorkerLink<Reader>[]): WorkerLink<Reader> {
  return readers.reduce((least, each) => (each.pending() < least.pending() ? each : least));
}

function allStored({ appends }: Batch): readonly AppendOutcome[] {
  return appends.map(() => 'stored');
}

/** Moves the log into the database while nobody waits, so that commits seldom have to. */
function checkpointWhenIdle(clock: Clock, writer: WorkerLink<Writer>) {
  let writtenAtMs: number | undefined;
  const stop = clock.every(idleMs, () => {
    if (writtenAtMs === undefined || clock.monotonicMs() - writtenAtMs < idleMs) return;
    writtenAtMs = undefined;
    // Whatever keeps a checkpoint from running will show in the next commit.
    writer.call('checkpoint').catch(() => undefined);
  });
  return {
    stop,
    written(): void {
      writtenAtMs = clock.monotonicMs();
    },
  };
}
