import { refuseWhenClosed, StoreError, type Storage } from '@parley/core';
import type { Db, MongoClient } from 'mongodb';
import { createAccountStore } from './account-store.ts';
import { createArchive } from './archive.ts';
import { createClusterStore } from './cluster-store.ts';
import { collectionsOf, ensureIndexes, type Collections } from './collections.ts';
import { createCommit } from './commit.ts';
import { connect, type ConnectOptions } from './connect.ts';
import { createDeletions } from './deletions.ts';
import { createEntryReads } from './entry-reads.ts';
import { createGroupReads } from './group-reads.ts';
import { createHidden } from './hidden.ts';
import { createLogHeads } from './log-heads.ts';
import { createMediaStore } from './media-store.ts';
import { createMessageReads } from './message-reads.ts';
import { createPending } from './pending.ts';
import { createRowReads } from './row-reads.ts';
import { guardAll, readFailure, writeFailure } from './store-failure.ts';

export interface MongoStorageOptions extends ConnectOptions {
  /** which of all processes that ever write to the store this is, also when it starts again: its data folder's name */
  readonly node: string;
  /** what a store that is new is called from then on */
  readonly newGeneration: () => string;
}

/** Batches under way at once, for different logs: enough for a database 100 ms away. */
const commitsInFlight = 8;
/** Logs of which a number is remembered that is surely taken. */
const logsRemembered = 100_000;
const layout = 1;

/**
 * The storage port on MongoDB, replica set or sharded, Atlas included. Everything is written with `w: majority, j: true`
 * and read from the primary with `readConcern: majority`.
 * @throws StoreStartError one sentence for the person who starts the server, with no credential in it. OPS1
 */
export async function createMongoStorage(options: MongoStorageOptions): Promise<Storage> {
  const { client, db, pool } = await connect(options);
  const collections = collectionsOf(db);
  await ensureIndexes(db);
  const generation = await findGeneration(collections, options.newGeneration);
  const heads = createLogHeads(logsRemembered);
  const pending = createPending(collections);
  const hidden = createHidden(collections);
  const deps = { collections, pending, hidden, heads };
  const isOpen = { now: true };
  let closing: Promise<void> | undefined;

  return {
    engine: 'mongodb',
    generation,
    maxCommitsInFlight: commitsInFlight,
    pool,
    ...refuseWhenClosed(isOpen, {
      commit: createCommit(deps),
      ...guardAll(createDeletions(collections, pending), writeFailure),
      ...guardAll({ ping: async () => ping(db) }, readFailure),
    }),
    conversations: refuseWhenClosed(
      isOpen,
      guardAll(
        {
          ...createEntryReads(deps),
          ...createMessageReads(deps),
          ...createRowReads(deps),
          ...createGroupReads(deps),
        },
        readFailure,
      ),
    ),
    cluster: refuseWhenClosed(isOpen, guardAll(createClusterStore(collections, options.node), readFailure)),
    accounts: refuseWhenClosed(isOpen, guardAll(createAccountStore(collections, pending), writeFailure)),
    archive: refuseWhenClosed(isOpen, guardAll(createArchive(collections, pending), writeFailure)),
    media: refuseWhenClosed(
      isOpen,
      guardAll(createMediaStore(collections, pending, options.node), writeFailure),
    ),
    close: () => (closing ??= close(client)),
  };

  async function close(open: MongoClient): Promise<void> {
    isOpen.now = false;
    await pending.idle();
    await open.close();
  }
}

/** Made once, by whichever node comes first. SYN3 */
async function findGeneration({ meta }: Collections, newGeneration: () => string): Promise<string> {
  const made = { generation: newGeneration(), layout };
  await meta.updateOne({ _id: 'store' }, { $setOnInsert: made }, { upsert: true });
  const found = await meta.findOne({ _id: 'store' });
  if (found?.generation === undefined) throw new StoreError('failed', 'The store does not say what it is.');
  return found.generation;
}

async function ping(db: Db): Promise<void> {
  await db.command({ ping: 1 });
}
