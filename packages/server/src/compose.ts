import { fileURLToPath } from 'node:url';
import type { Bus, Clock, Journal, Storage } from '@parley/core';
import { createMongoStorage, type MongoStorageOptions } from '@parley/storage-mongo';
import { createSqliteStorage, lockDataFolder } from '@parley/storage-sqlite';
import { join } from 'node:path';
import { refuseMarked } from './archive/store-marks.ts';
import type { StoreAddress } from './archive/store-address.ts';
import { folderName } from './cluster/folder-name.ts';
import { joinStore, type JoinStoreOptions } from './cluster/join-store.ts';
import { createRedisBus } from './cluster/redis-bus.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { createIds, type Random } from './random.ts';
import { createRedisQuotas, type ClusterQuotas } from './limits/redis-quotas.ts';
import type { BlobStore } from './media/blobs/blob-store.ts';
import { createFolderBlobs } from './media/blobs/folder-blobs.ts';
import { openS3Blobs } from './media/blobs/s3-blobs.ts';
import { openFileJournal } from './journal/file-journal.ts';
import { readWebFolder, type WebFolder } from './http/web-folder.ts';

export interface StorageDeps {
  readonly config: Pick<Config, 'dataDir' | 'mongo' | 'redisUrl'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
  readonly log: Log;
}

export interface BusDeps extends Omit<StorageDeps, 'config'> {
  readonly config: Pick<Config, 'redisUrl'>;
}

export interface BlobsDeps {
  readonly config: Pick<Config, 'dataDir' | 'redisUrl' | 'media'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/**
 * Opens the store that the settings name, to be served. The one place that knows adapters.
 * @throws DataFolderError, StoreStartError, StoreMarkedError, with a sentence
 */
export async function openServedStorage(deps: StorageDeps): Promise<Storage> {
  const storage = await openStorage(deps);
  try {
    await refuseMarked(storage.archive);
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** The same, whether or not it may be served: to be filled, or moved. @throws DataFolderError, StoreStartError */
export function openStorage({ config, clock, random, log }: StorageDeps): Promise<Storage> {
  const { dataDir, mongo, redisUrl } = config;
  if (mongo !== undefined) {
    const joining = { dataDir, isAlone: redisUrl === undefined, clock, random };
    return openMongoStorage({ ...mongo, clock, newGeneration: createIds(clock, random).newId }, joining);
  }
  const warn = (what: string) => {
    log.warn(what);
  };
  return createSqliteStorage({ dataDir, clock, warn });
}

const targetPool = { maxPoolSize: 20, minPoolSize: 0 };

/** The store that another one moves to; this process has locked the data folder. @throws DataFolderError, StoreStartError */
export function openMoveTarget(
  address: StoreAddress,
  { clock, random, log }: Omit<StorageDeps, 'config'>,
): Promise<Storage> {
  if (address.engine === 'mongodb') {
    const newGeneration = createIds(clock, random).newId;
    return createMongoStorage({ url: address.url, node: 'move', ...targetPool, clock, newGeneration });
  }
  return createSqliteStorage({
    dataDir: address.dataDir,
    clock,
    isLocked: true,
    warn: (what) => {
      log.warn(what);
    },
  });
}

/** The data folder is this process's here too: two must never drain one journal. OPS1 */
async function openMongoStorage(
  options: Omit<MongoStorageOptions, 'node'>,
  joining: Omit<JoinStoreOptions, 'cluster' | 'folder'> & Pick<StorageDeps, 'random'> & { dataDir: string },
): Promise<Storage> {
  const unlock = lockDataFolder(joining.dataDir);
  let storage: Storage | undefined;
  try {
    const folder = await folderName(joining.dataDir, joining.random);
    storage = await createMongoStorage({ ...options, node: folder });
    const { close, cluster } = storage;
    const leave = cluster && (await joinStore({ ...joining, cluster, folder }));
    const closeAll = async () => {
      await leave?.();
      await close();
    };
    return { ...storage, close: () => closeAll().finally(unlock) };
  } catch (error) {
    await storage?.close();
    unlock();
    throw error;
  }
}

/** The way to other nodes of the same store; `undefined`: the settings name none. Does not wait for Redis. */
export function openBus({ config, clock, random, log }: BusDeps, storage: Storage): Bus | undefined {
  const { redisUrl: url } = config;
  if (url === undefined) return undefined;
  const node = createIds(clock, random).newId();
  return createRedisBus({ url, node, store: storage.generation, clock, log });
}

/** What all nodes of the same store count together; `undefined`: this is the only one. Does not wait for Redis. */
export function openClusterQuotas(
  { redisUrl: url }: Pick<Config, 'redisUrl'>,
  clock: Clock,
  { generation }: Storage,
): ClusterQuotas | undefined {
  return url === undefined ? undefined : createRedisQuotas({ url, store: generation, clock });
}

/**
 * Opens the journal beside the store, in the data folder that this process has locked; `undefined` when the settings
 * want none. @throws JournalError, with a sentence
 */
export async function openJournal(
  { dataDir, journalMaxBytes }: Pick<Config, 'dataDir' | 'journalMaxBytes'>,
  log: Log,
): Promise<Journal | undefined> {
  if (journalMaxBytes === 0) return undefined;
  return openFileJournal({
    folder: join(dataDir, 'journal'),
    maxBytes: journalMaxBytes,
    warn: (what, details) => {
      log.warn(details, what);
    },
  });
}

/**
 * Opens the place for media: S3 where it is set, else the data folder that this process has locked. `undefined`: nodes
 * work together here and share no place, so that none takes media: what one kept another would not find. MED5
 * @throws BlobStartError, BlobError, with a sentence
 */
export async function openBlobs({ config, clock, random, log }: BlobsDeps): Promise<BlobStore | undefined> {
  const { s3: settings } = config.media;
  const warn = (what: string) => {
    log.warn(what);
  };
  if (settings !== undefined) return openS3Blobs({ settings, clock, random, warn });
  if (config.redisUrl === undefined) return createFolderBlobs({ folder: join(config.dataDir, 'media') });
  log.error(
    'REDIS_URL is set and S3_URL is not: uploads are refused, since several nodes need one place for media. Set S3_URL, S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY on every node.',
  );
  return undefined;
}

/** Reads the web app where its build (scripts/build-web.ts) leaves it. */
export function openWebFolder(): Promise<WebFolder> {
  return readWebFolder(fileURLToPath(new URL('../../web/dist', import.meta.url)));
}
