import { afterAll, describe, expect, test } from 'bun:test';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'fake-indexeddb/auto';
import type { Storage } from '../ports/storage.ts';
import { createFileStorage } from './file-storage.ts';
import { createIndexedDbStorage } from './indexed-db-storage.ts';
import { createMemoryStorage } from './memory-storage.ts';

const folder = await mkdtemp(join(tmpdir(), 'parley-client-'));
afterAll(() => rm(folder, { recursive: true }));

let made = 0;
const name = (): string => `storage ${String((made += 1))}`;

/** Adapters by what opens the same place again; undefined for one that forgets. */
const adapters: readonly [string, () => { open: () => Storage; isKept: boolean }][] = [
  ['memory', () => ({ open: createMemoryStorage, isKept: false })],
  [
    'IndexedDB',
    () => {
      const database = name();
      return { open: () => createIndexedDbStorage(database), isKept: true };
    },
  ],
  [
    'a file',
    () => {
      const path = join(folder, name(), 'client.jsonl');
      return { open: () => createFileStorage(path), isKept: true };
    },
  ],
];

for (const [adapter, make] of adapters)
  describe(`storage in ${adapter}`, () => {
    test('RCV1: what was written is found and listed, replaced and removed', async () => {
      const storage = make().open();
      await storage.write([
        { table: 'outbox', key: 'a', value: { text: 'one' } },
        { table: 'outbox', key: 'b', value: { text: 'two' } },
        { table: 'account', key: 'a', value: 7 },
      ]);
      await storage.write([
        { table: 'outbox', key: 'a', value: { text: 'three' } },
        { table: 'outbox', key: 'b' },
      ]);
      expect(await storage.find('outbox', 'a')).toEqual({ text: 'three' });
      expect(await storage.find('outbox', 'b')).toBeUndefined();
      expect(await storage.list('outbox')).toEqual([{ text: 'three' }]);
      await storage.clear(['account']);
      expect(await storage.list('account')).toEqual([]);
      expect(await storage.list('outbox')).toHaveLength(1);
      await storage.close();
    });

    test('RCV1: another run finds what was written, where the adapter keeps it', async () => {
      const { open, isKept } = make();
      const first = open();
      await first.write([{ table: 'outbox', key: 'a', value: 1 }]);
      await first.write([{ table: 'timelines', key: 'a', value: 2 }]);
      await first.clear(['timelines']);
      await first.close();
      const second = open();
      expect(await second.list('outbox')).toEqual(isKept ? [1] : []);
      expect(await second.list('timelines')).toEqual([]);
      await second.write([{ table: 'outbox', key: 'a' }]);
      await second.close();
      const third = open();
      expect(await third.list('outbox')).toEqual([]);
      await third.close();
    });
  });

for (const [adapter, make] of adapters)
  test(`WEB8: ${adapter} keeps a file with the message that carries it, byte by byte`, async () => {
    const { open, isKept } = make();
    const first = open();
    const blob = new Blob([new Uint8Array([0, 255, 10, 13])], { type: 'image/png' });
    await first.write([
      { table: 'outbox', key: 'a', value: 1 },
      { table: 'files', key: 'a', value: blob },
    ]);
    const second = isKept ? (await first.close(), open()) : first;
    const found = await second.find('files', 'a');
    if (!(found instanceof Blob)) throw new Error('no file');
    expect([found.type, [...new Uint8Array(await found.arrayBuffer())]]).toEqual([
      'image/png',
      [0, 255, 10, 13],
    ]);
    await second.close();
  });

test('RCV1: a line that a crash left half written does not take the lines before it along', async () => {
  const path = join(folder, 'torn.jsonl');
  const first = createFileStorage(path);
  await first.write([{ table: 'outbox', key: 'a', value: 1 }]);
  await first.close();
  await appendFile(path, '[{"table":"outbox","key":"b","val');
  const second = createFileStorage(path);
  expect(await second.list('outbox')).toEqual([1]);
  await second.close();
});
