import { MongoClient, type CommandStartedEvent, type Db, type MongoClientOptions } from 'mongodb';
import type { Clock, PoolFigures } from '@parley/core';
import { failLostWrites } from './fail-lost-writes.ts';
import { createLookup, type FindAddresses } from './lookup.ts';
import { startErrorOf } from './start-error.ts';
import { untilResolved } from './until-resolved.ts';
import { watchPool } from './watch-pool.ts';

export interface ConnectOptions {
  /** `MONGO_URL`: `mongodb://…` or `mongodb+srv://…`; its path names the database, `parley` unless it does */
  readonly url: string;
  /** `MAX_POOL_SIZE`: most connections */
  readonly maxPoolSize: number;
  /** `MIN_POOL_SIZE`: connections kept open */
  readonly minPoolSize: number;
  readonly clock: Clock;
  /** ms that a call waits for a server and for a connection: 5,000, unless a test runs on a machine that is busy */
  readonly patienceMs?: number;
  /** asked for the addresses of hosts; the system's own resolver unless a test has another */
  readonly findAddresses?: FindAddresses;
  /** hears of every command that is sent */
  readonly onCommand?: (command: CommandStartedEvent) => void;
}

/** What no operation takes longer than: far above the deadlines of core, so that what hangs is let go in the end. */
const operationMs = 30_000;
const defaultPatienceMs = 5_000;

/** @throws StoreStartError */
export async function connect(connecting: ConnectOptions): Promise<{
  readonly client: MongoClient;
  readonly db: Db;
  readonly pool: () => PoolFigures;
}> {
  const { url, maxPoolSize, minPoolSize, clock, onCommand, patienceMs = defaultPatienceMs } = connecting;
  const options: MongoClientOptions = {
    appName: 'parley',
    maxPoolSize,
    minPoolSize: Math.min(minPoolSize, maxPoolSize),
    socketTimeoutMS: operationMs,
    serverSelectionTimeoutMS: patienceMs,
    connectTimeoutMS: patienceMs,
    waitQueueTimeoutMS: patienceMs,
    // The pipeline makes writes again by itself, and in one place only. BRK2
    retryWrites: false,
    // Where the database has no more connections to give, a read that asked for one waits for another.
    retryReads: true,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    ignoreUndefined: true,
    lookup: createLookup(connecting),
    monitorCommands: onCommand !== undefined,
  };
  failLostWrites();
  let client: MongoClient | undefined;
  try {
    client = new MongoClient(url, options);
    if (onCommand !== undefined) client.on('commandStarted', onCommand);
    const pool = watchPool(client, { min: options.minPoolSize ?? 0, max: maxPoolSize });
    const db = client.db(nameIn(url));
    await untilResolved(clock, () => db.command({ ping: 1 }));
    return { client, db, pool };
  } catch (error) {
    await client?.close().catch(() => undefined);
    throw startErrorOf(error);
  }
}

/** The database that the URL names. */
function nameIn(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/.exec(url)?.[1];
  return path === undefined || path === '' ? 'parley' : decodeURIComponent(path);
}
