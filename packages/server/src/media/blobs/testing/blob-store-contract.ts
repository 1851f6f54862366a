import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { BlobError, type BlobStore, type ByteRange } from '../blob-store.ts';
import { createTemporaryFiles } from './temporary-files.ts';

const anyBytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** One that nobody else uses, whatever shares the bucket. */
export const newKey = (): string => randomBytes(32).toString('hex');

export async function bytesOf(read: Awaited<ReturnType<BlobStore['read']>>): Promise<Uint8Array | undefined> {
  return read === undefined ? undefined : new Response(read).bytes();
}

/** What every place for blobs promises. `open` answers one, which need not be empty. */
export function describeBlobStore(name: string, open: () => Promise<BlobStore>): void {
  describe(name, () => {
    const temporary = createTemporaryFiles();
    let blobs: BlobStore;
    let used: string[];
    const keyOf = (kind = ''): string => {
      const key = newKey() + kind;
      used.push(key);
      return key;
    };
    async function put(bytes: Uint8Array, key = keyOf()): Promise<string> {
      await blobs.put(key, await temporary.file(bytes));
      return key;
    }
    const read = async (key: string, range?: ByteRange) => bytesOf(await blobs.read(key, range));

    beforeEach(async () => {
      used = [];
      blobs = await open();
    });
    afterEach(async () => {
      for (const key of used) await blobs.remove(key);
    });

    test('MED4: what was put is there, whole, with its size', async () => {
      const [bytes, thumbnail] = [anyBytes(1_000), anyBytes(10)];
      const key = await put(bytes);
      await put(thumbnail, key + '.thumbnail');
      used.push(key + '.thumbnail');
      expect(await blobs.size(key)).toBe(1_000);
      expect(await read(key)).toEqual(bytes);
      expect(await read(key + '.thumbnail')).toEqual(thumbnail);
    });

    test('MED4: nothing at all can be kept too', async () => {
      const key = await put(new Uint8Array());
      expect(await blobs.size(key)).toBe(0);
      expect(await read(key)).toEqual(new Uint8Array());
      expect(await read(key, { start: 0, end: 10 })).toEqual(new Uint8Array());
    });

    test('MED4: what was never put is not there, in any way to ask', async () => {
      const key = keyOf();
      expect(await blobs.size(key)).toBeUndefined();
      expect(await blobs.read(key)).toBeUndefined();
      expect(await blobs.read(key, { start: 0, end: 1 })).toBeUndefined();
      expect(await blobs.read(key, { start: 1, end: 1 })).toBeUndefined();
      await blobs.remove(key);
    });

    test('MED4: the same key again changes nothing', async () => {
      const bytes = anyBytes(500);
      const key = await put(bytes);
      await put(anyBytes(700), key);
      expect(await read(key)).toEqual(bytes);
    });

    test('MED4: of many who put one key at once one is kept, whole', async () => {
      const key = keyOf();
      const contents = Array.from({ length: 8 }, (_, at) => anyBytes(100_000 + at));
      await Promise.all(contents.map((bytes) => put(bytes, key)));
      const kept = await read(key);
      expect(contents).toContainEqual(kept!);
      expect(await blobs.size(key)).toBe(kept!.length);
    });

    test('MED4: many who put different keys at once each find theirs', async () => {
      const contents = Array.from({ length: 12 }, (_, at) => anyBytes(50_000 + at));
      const keys = await Promise.all(contents.map((bytes) => put(bytes)));
      expect(await Promise.all(keys.map((key) => read(key)))).toEqual(contents);
    });

    test('MED4: a file that is not there leaves nothing under its key', async () => {
      const key = keyOf();
      const putting = blobs.put(key, `${await temporary.folder()}/missing`);
      expect(await putting.catch((error: unknown) => error)).toBeInstanceOf(BlobError);
      expect(await blobs.size(key)).toBeUndefined();
    });

    test('MED4: any range of a large content is that part of it, as far as it goes', async () => {
      const bytes = anyBytes(8 * 1024 * 1024);
      const key = await put(bytes);
      expect(Buffer.compare((await read(key))!, bytes)).toBe(0);
      const place = fc.oneof(
        fc.nat(bytes.length + 10),
        fc.constantFrom(0, 1, bytes.length - 1, bytes.length, bytes.length + 1),
      );
      await fc.assert(
        fc.asyncProperty(place, fc.oneof(place, fc.nat(100)), async (start, length) => {
          const part = await read(key, { start, end: start + length });
          expect(Buffer.compare(part!, bytes.subarray(start, start + length))).toBe(0);
        }),
        { numRuns: 60 },
      );
    });

    test('MED4: what is removed is gone, and can be put again', async () => {
      const key = await put(anyBytes(10));
      await blobs.remove(key);
      expect(await blobs.size(key)).toBeUndefined();
      expect(await blobs.read(key)).toBeUndefined();
      const bytes = anyBytes(20);
      await put(bytes, key);
      expect(await read(key)).toEqual(bytes);
    });

    test('MED4: the list has every key once, ascending, in pages', async () => {
      const start = newKey().slice(0, 60);
      const keys = ['0000', '0001', 'a000', 'a000.thumbnail', 'ffff'].map((end) => start + end);
      for (const key of keys.toReversed()) {
        used.push(key);
        await put(anyBytes(1), key);
      }
      for (const limit of [1, 2, 5]) {
        const found: string[] = [];
        for (let page = await blobs.list(start, limit); found.length < keys.length;) {
          expect(page.length).toBeLessThanOrEqual(limit);
          found.push(...page);
          page = await blobs.list(found.at(-1)!, limit);
        }
        expect(found.slice(0, keys.length)).toEqual(keys);
      }
      const all: string[] = [];
      for (let page = await blobs.list('', 100); page.length > 0; page = await blobs.list(all.at(-1)!, 100))
        all.push(...page);
      expect(all).toEqual([...new Set(all)].sort());
      expect(all).toEqual(expect.arrayContaining(keys));
    });

    test('MED4: a key is never a path', async () => {
      const file = await temporary.file(anyBytes(1));
      const key = newKey();
      const wrong = [
        '',
        '..',
        `../${key}`,
        `${key}/..`,
        key.slice(1),
        key.toUpperCase().replace(/^./, 'A'),
        `${key}.webp`,
        `${key}\0`,
        `${key}\n`,
        `/${key}`,
      ];
      for (const one of wrong) {
        const refused = [blobs.put(one, file), blobs.size(one), blobs.read(one), blobs.remove(one)];
        const outcomes = await Promise.allSettled(refused);
        expect(outcomes.map(({ status }) => status)).toEqual(refused.map(() => 'rejected'));
      }
    });

    test('MED4: one that works says so', async () => {
      await blobs.check();
      await Promise.all([blobs.check(), blobs.check()]);
    });
  });
}
