import { expect, test } from 'bun:test';
import type { Db } from 'mongodb';
import { carrying, named, showing } from './indexed-filters.ts';
import { createTestDatabase, testMongoUrl } from './testing/test-database.ts';

const url = testMongoUrl;
const idOf = (number: number): string => number.toString(16).padStart(32, '0');
const avatarUrl = (number: number): string => `/uploads/${idOf(number)}.png`;

/** Of many, some that the indexes know, and as much of them as they do. */
async function fill(db: Db): Promise<void> {
  const numbers = Array.from({ length: 2_000 }, (_, number) => number);
  const some = numbers.map((number) => ({ number, isOne: number % 20 === 0 }));
  await db.collection('entries').insertMany(
    some.map(({ number, isOne }) => ({
      ...{ log: 'a', seq: number, id: idOf(number) },
      ...(isOne && { media: { id: idOf(number) } }),
    })),
  );
  await db.collection('accounts').insertMany(
    some.map(({ number, isOne }) => ({
      avatarUrl: isOne ? avatarUrl(number) : null,
      ...(isOne && { username: `u${number}` }),
    })),
  );
  await db
    .collection('conversations')
    .insertMany(
      some.map(({ number, isOne }) => ({ group: { avatarUrl: isOne ? avatarUrl(number) : null } })),
    );
}

if (url === undefined) test.skip('indexes of MongoDB: set TEST_MONGO_URL', () => undefined);
else
  test('MED9 SEC1: what uses a media, and who signs in, is found by an index', async () => {
    const database = createTestDatabase(url);
    const storage = await database.open();
    try {
      await database.elsewhere(async (db) => {
        await fill(db);
        const planOf = async (name: string, filter: object): Promise<string> =>
          JSON.stringify(await db.collection(name).find(filter).explain());
        const wanted = idOf(40);
        expect(await planOf('entries', carrying(wanted, idOf(60)))).toContain('"indexName":"media"');
        expect(await planOf('accounts', { avatarUrl: showing(wanted) })).toContain('"indexName":"avatar"');
        const ofGroup = { 'group.avatarUrl': showing(wanted), 'group.deleted': false };
        expect(await planOf('conversations', ofGroup)).toContain('"indexName":"avatar"');
        expect(await planOf('accounts', named('u40'))).toContain('"indexName":"username"');
      });
    } finally {
      await storage.close();
      await database.drop();
    }
  });
