import { MongoClient, type Db } from 'mongodb';
import { createFakeClock } from '@parley/core/testing';
import { createMongoStorage, type MongoStorageOptions } from '../mongo-storage.ts';

/** Where tests find a MongoDB, or a server that speaks its protocol; `undefined`: nowhere. */
export const testMongoUrl = process.env['TEST_MONGO_URL'];

let made = 0;

/** An empty database of its own for one test. */
export function createTestDatabase(url: string) {
  made += 1;
  const name = `parley_test_${crypto.randomUUID().slice(0, 8)}_${String(made)}`;
  const named = new URL(url);
  named.pathname = `/${name}`;
  const options = {
    url: named.href,
    maxPoolSize: 20,
    minPoolSize: 0,
    // Other tests keep the machine busy.
    patienceMs: 60_000,
    node: 'node',
    clock: createFakeClock(),
    newGeneration: () => name,
  };

  /** What a node does that is not this store. */
  async function elsewhere<Value>(work: (db: Db) => Promise<Value>): Promise<Value> {
    const client = new MongoClient(url);
    try {
      return await work(client.db(name));
    } finally {
      await client.close();
    }
  }

  return {
    name,
    open: (more: Partial<MongoStorageOptions> = {}) => createMongoStorage({ ...options, ...more }),
    elsewhere,
    drop: () => elsewhere((db) => db.dropDatabase()),
  };
}

export type TestDatabase = ReturnType<typeof createTestDatabase>;
