import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIncomingFile } from './incoming-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-incoming-'));
});
afterAll(() => rm(folder, { recursive: true }));

const piece = (length: number, value: number) => new Uint8Array(length).fill(value);

test('MED6: pieces of every size are one file, and one hash', async () => {
  const path = join(folder, 'pieces');
  const file = await openIncomingFile({ path, maxBytes: 10_000_000 });
  const pieces = [1, 0, 300_000, 5, 65_536, 65_535, 40_000, 40_000, 70_000, 1_000_000, 7].map(
    (length, value) => piece(length, value),
  );
  for (const one of pieces) {
    await file.add(one);
  }
  const whole = Buffer.concat(pieces);
  expect(await file.finish()).toBe(createHash('sha256').update(whole).digest('hex'));
  expect(file.size()).toBe(whole.length);
  expect(Buffer.compare(await readFile(path), whole)).toBe(0);
});

test('MED6: what is beyond the limit is dropped, and known', async () => {
  const path = join(folder, 'over');
  const file = await openIncomingFile({ path, maxBytes: 10 });
  await file.add(piece(8, 1));
  expect(file.isOver()).toBe(false);
  await file.add(piece(8, 2));
  await file.add(piece(8, 3));
  expect([file.isOver(), file.size()]).toEqual([true, 10]);
  await file.finish();
  expect((await stat(path)).size).toBe(10);
});

test('MED7: a file that is there goes on where it ended', async () => {
  const path = join(folder, 'more');
  for (const offset of [undefined, 5, 10]) {
    const file = await openIncomingFile({ path, maxBytes: 5, ...(offset === undefined ? {} : { offset }) });
    await file.add(piece(5, offset ?? 0));
    await file.finish();
  }
  expect([...(await readFile(path))]).toEqual([...piece(5, 0), ...piece(5, 5), ...piece(5, 10)]);
});

test('MED6: a file that is given up is gone; one that is there is never written over', async () => {
  const path = join(folder, 'given-up');
  const file = await openIncomingFile({ path, maxBytes: 10_000_000 });
  expect(await openIncomingFile({ path, maxBytes: 1 }).catch(String)).toContain('EEXIST');
  await file.add(piece(500_000, 1));
  await file.discard();
  await file.discard();
  expect(await stat(path).catch(String)).toContain('ENOENT');
});
