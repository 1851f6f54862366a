import { test } from 'bun:test';
import { describeStorage } from '@parley/core/testing';
import { createTestDatabase, testMongoUrl } from './testing/test-database.ts';

const url = testMongoUrl;

if (url === undefined) test.skip('the MongoDB store: set TEST_MONGO_URL', () => undefined);
else
  describeStorage(
    'the MongoDB store',
    async () => {
      const database = createTestDatabase(url);
      let storage = await database.open();
      const first = storage;
      return {
        storage: first,
        async reopen() {
          await storage.close();
          storage = await database.open();
          return storage;
        },
        async cleanup() {
          await storage.close();
          await database.drop();
        },
      };
    },
    // FerretDB lets two who insert the same number wait for each other, and ends that after a second.
    { races: 4, isForMany: true },
  );
