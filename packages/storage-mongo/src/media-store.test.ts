import { describe, expect, test } from 'bun:test';
import type { MediaRecord } from '@parley/core';
import type { UserId } from '@parley/protocol';
import { collectionsOf } from './collections.ts';
import type { CondemnedDocument } from './documents.ts';
import { createMediaStore } from './media-store.ts';
import type { Pending } from './pending.ts';
import { createTestDatabase, testMongoUrl } from './testing/test-database.ts';

const url = testMongoUrl;
const mediaId = (number: number) => String(number).padStart(32, '0');
const mediaRecord = (number: number, more: Partial<MediaRecord> = {}): MediaRecord => ({
  media: {
    id: mediaId(number),
    file: `${mediaId(number)}.bin`,
    kind: 'file',
    mimeType: 'x/y',
    filename: 'x',
    size: 1,
  },
  owner: 'ann' as UserId,
  sha256: String(number).padStart(64, 'a'),
  createdAt: 0,
  claimedAt: 0,
  ...more,
});

if (url === undefined) test.skip('media in MongoDB: set TEST_MONGO_URL', () => undefined);
else
  describe('media in MongoDB', () => {
    test('MED9: of a removal that was cut short, what the record named is found if it is gone, and stays if not', async () => {
      const database = createTestDatabase(url);
      const storage = await database.open();
      try {
        const [kept, gone] = [mediaRecord(1), mediaRecord(2)];
        await storage.media.create(kept);
        await database.elsewhere(async (db) => {
          const { removals } = collectionsOf(db);
          await removals.insertMany([kept, gone].map(({ sha256 }) => ({ sha256, at: 1 })));
        });
        expect(await storage.media.listCondemned(1)).toEqual([]);
        expect(await storage.media.listCondemned(2)).toEqual([gone.sha256]);
        expect(await storage.media.find(mediaId(1))).toEqual(kept);
        expect(await storage.media.create(mediaRecord(3, { sha256: kept.sha256 }))).toBe(true);
        expect(await database.elsewhere((db) => collectionsOf(db).removals.countDocuments())).toBe(0);
      } finally {
        await storage.close();
        await database.drop();
      }
    });

    test('MED9: a store that fails while it condemns leaves nothing condemned that a record names', async () => {
      const database = createTestDatabase(url);
      const storage = await database.open();
      try {
        const [removed, kept] = [mediaRecord(1), mediaRecord(2, { sha256: mediaRecord(1).sha256 })];
        await storage.media.put([removed, kept]);
        await database.elsewhere(async (db) => {
          const collections = collectionsOf(db);
          const condemned = new Proxy(collections.condemned, {
            get(target, name) {
              if (name === 'insertOne')
                return async (document: CondemnedDocument) => {
                  await target.insertOne(document);
                  throw new Error('the answer is lost');
                };
              // Whatever else it is asked for: only what is written fails.
              const value = target[name as keyof typeof target] as unknown;
              return typeof value === 'function' ? (value.bind(target) as unknown) : value;
            },
          });
          const pending = { settleAll: () => Promise.resolve(true) } as Pending;
          const store = createMediaStore({ ...collections, condemned }, pending, 'node');
          await store.remove(removed.media.id, Infinity, 1).catch(() => undefined);
          expect(await collections.media.distinct('_id')).toEqual([kept.media.id]);
          expect(await collections.condemned.countDocuments()).toBe(0);
        });
      } finally {
        await storage.close();
        await database.drop();
      }
    });

    test('MED9: what was condemned although a record names it is not erased, and may be sent again', async () => {
      const database = createTestDatabase(url);
      const storage = await database.open();
      try {
        const [old, young] = [mediaRecord(1), mediaRecord(2, { createdAt: 9 })];
        await storage.media.put([old, young]);
        await database.elsewhere(async (db) => {
          const ids = [old, young, mediaRecord(3)].map(({ sha256 }) => sha256);
          await collectionsOf(db).condemned.insertMany(ids.map((_id) => ({ _id, at: 1 })));
        });
        expect(await storage.media.listCondemned(5)).toEqual([mediaRecord(3).sha256]);
        expect(await storage.media.create(mediaRecord(4, { sha256: old.sha256 }))).toBe(true);
        // It may be on its way out again.
        expect(await storage.media.create(mediaRecord(5, { sha256: young.sha256 }))).toBe(false);
        expect(await storage.media.create(young)).toBe(false);
        expect(await storage.media.find(young.media.id)).toEqual(young);
      } finally {
        await storage.close();
        await database.drop();
      }
    });

    test('MED9: what messages carry is passed over by hundreds, however much there is', async () => {
      const database = createTestDatabase(url);
      const storage = await database.open();
      try {
        const records = Array.from({ length: 1_200 }, (_, index) => mediaRecord(index));
        await storage.media.put(records);
        const unused = new Set([3, 700, 1_199].map(mediaId));
        const carried = records.filter(({ media }) => !unused.has(media.id));
        await database.elsewhere(async (db) => {
          const collections = collectionsOf(db);
          const message = { kind: 'message', log: 'a', at: 1, sender: 'ann' };
          await db
            .collection('entries')
            .insertMany(carried.map(({ media }, seq) => ({ ...message, seq, id: media.id, media })));
          let asked = 0;
          const entries = new Proxy(collections.entries, {
            get(target, name) {
              asked += 1;
              // Whatever it is asked for: this only counts.
              const value = target[name as keyof typeof target] as unknown;
              return typeof value === 'function' ? (value.bind(target) as unknown) : value;
            },
          });
          // Nothing of it is asked for but whether everything is settled, and it is.
          const pending = { settleAll: () => Promise.resolve(true) } as Pending;
          const store = createMediaStore({ ...collections, entries }, pending, 'node');
          const page = { claimedBefore: 1, afterId: '' };
          const found = await store.listUnused(page, 10);
          expect(found.map(({ media }) => media.id)).toEqual([...unused]);
          expect(asked).toBe(3);
          const first = await store.listUnused(page, 2);
          const rest = await store.listUnused({ ...page, afterId: first.at(-1)?.media.id ?? '' }, 2);
          expect([...first, ...rest]).toEqual([...found]);
        });
      } finally {
        await storage.close();
        await database.drop();
      }
    });

    test('MED9 JRN1: a claim holds until its own node drops it, or has been away for a month', async () => {
      const database = createTestDatabase(url);
      const [one, other] = [await database.open(), await database.open({ node: 'other' })];
      const day = 24 * 60 * 60 * 1000;
      const removal = () => one.media.remove(mediaId(1), Infinity, 1);
      try {
        await one.media.put([mediaRecord(1)]);
        await Promise.all([1, 2, 3].map((at) => other.media.claim(mediaId(1), at)));
        await one.media.claim(mediaId(1), 4);
        await one.cluster?.dropClaims(29 * day);
        expect(await removal()).toBe('claimed');
        await other.cluster?.dropClaims(3);
        expect(await removal()).toBe('claimed');
        await other.cluster?.dropClaims(4);
        expect(await removal()).toBe('condemned');
        await one.media.put([mediaRecord(1)]);
        await other.media.claim(mediaId(1), 5);
        await one.cluster?.dropClaims(31 * day);
        expect(await removal()).toBe('gone');
      } finally {
        await one.close();
        await other.close();
        await database.drop();
      }
    });

    test('MED9: however many remove the records of one content at once, on whatever nodes, one erases it', async () => {
      const database = createTestDatabase(url);
      const [one, other] = [await database.open(), await database.open()];
      try {
        for (let round = 1; round < 40; round += 4) {
          const numbers = [round, round + 1, round + 2, round + 3];
          const { sha256 } = mediaRecord(round);
          for (const number of numbers) await one.media.create(mediaRecord(number, { sha256 }));
          const removals = numbers.map((number, index) =>
            (index % 2 === 0 ? one : other).media.remove(mediaId(number), Infinity, 1),
          );
          expect((await Promise.all(removals)).toSorted()).toEqual(['condemned', 'gone', 'gone', 'gone']);
        }
      } finally {
        await one.close();
        await other.close();
        await database.drop();
      }
    });
  });
