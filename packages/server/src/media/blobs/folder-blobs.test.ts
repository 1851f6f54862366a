import { describe, expect, test } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { BlobError } from './blob-store.ts';
import { createFolderBlobs } from './folder-blobs.ts';
import { bytesOf, describeBlobStore, newKey } from './testing/blob-store-contract.ts';
import { createFaultyFiles, Died, onAnotherDisk, type FaultyFiles } from './testing/faulty-files.ts';
import { createTemporaryFiles } from './testing/temporary-files.ts';

const temporary = createTemporaryFiles();

describeBlobStore('blobs in a folder', async () =>
  createFolderBlobs({ folder: join(await temporary.folder(), 'media') }),
);

describeBlobStore('blobs in a folder on another disk than uploads', async () => {
  const folder = join(await temporary.folder(), 'media');
  return createFolderBlobs({ folder, files: onAnotherDisk(createFaultyFiles(), folder) });
});

/** Every file below a folder, by its path in it. */
function filesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const bytes = new Uint8Array(100_000).fill(7);

describe.each([
  ['on one disk', (files: FaultyFiles) => files],
  ['on another disk than uploads', onAnotherDisk],
] as const)('a folder of blobs %s', (_where, place) => {
  async function open() {
    const folder = join(await temporary.folder(), 'media');
    const files = createFaultyFiles();
    const options = { folder, files: place(files, folder) };
    return { folder, files, options, blobs: await createFolderBlobs(options) };
  }

  test('MED4: a put that ends with the process at any point leaves the blob whole or not there, and the next start goes on', async () => {
    let wasAlwaysCut = true;
    for (let at = 1; wasAlwaysCut; at += 1) {
      const { folder, files, options, blobs } = await open();
      const [key, file] = [newKey(), await temporary.file(bytes)];
      files.dieAt(at);
      const outcome = await blobs.put(key, file).catch((error: unknown) => error);
      wasAlwaysCut = outcome instanceof Died;
      files.dieAt(Infinity);

      const again = await createFolderBlobs(options);
      const kept = await bytesOf(await again.read(key));
      if (kept !== undefined) expect(kept).toEqual(bytes);
      if (!wasAlwaysCut) expect(kept).toBeDefined();
      expect(await again.list('', 10)).toEqual(kept === undefined ? [] : [key]);
      expect(filesIn(folder)).toHaveLength(kept === undefined ? 0 : 1);
      await writeFile(file, bytes);
      await again.put(key, file);
      expect(await bytesOf(await again.read(key))).toEqual(bytes);
      expect(at).toBeLessThan(20);
    }
  });

  test('MED4: bytes are synced before they get their name, and the name before it is said to be kept', async () => {
    const { files, blobs } = await open();
    const key = newKey();
    await blobs.put(key, await temporary.file(bytes));
    const rename = files.asked.lastIndexOf(`rename ${key}`);
    expect(files.asked[rename - 1]).toStartWith('sync ');
    expect(files.asked.at(-1)).toBe(`sync ${key.slice(0, 2)}`);
    expect(rename).toBe(files.asked.length - 2);
  });

  test('MED4: a name that an earlier run left is made sure of before it counts as kept', async () => {
    const { options, files, blobs } = await open();
    const key = newKey();
    await blobs.put(key, await temporary.file(bytes));
    const again = await createFolderBlobs(options);
    await again.put(key, await temporary.file(bytes));
    expect(files.asked.at(-1)).toBe(`sync ${key.slice(0, 2)}`);
  });

  test.each([
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EROFS', 'unavailable'],
    ['EIO', 'unavailable'],
  ] as const)(
    'MED4 OPS4 F8: after %p nothing is left of what was put, the reason is %p, and work goes on when it is over',
    async (code, kind) => {
      for (const operation of ['makeFolder', 'sync', 'rename', 'copy'] as const) {
        const { folder, files, blobs } = await open();
        // In folders of their own.
        const [before, key] = [newKey().replace(/^../, '0a'), newKey().replace(/^../, '0b')];
        await blobs.put(before, await temporary.file(bytes));
        const isAsked = () => files.asked.some((one) => one.startsWith(operation));
        const file = await temporary.file(bytes);
        files.fail(operation, code);
        const outcome = await blobs.put(key, file).catch((error: unknown) => error);
        files.fail(operation, undefined);
        if (!isAsked()) continue;
        expect(outcome).toBeInstanceOf(BlobError);
        expect(outcome).toMatchObject({ kind, message: expect.stringContaining(code) });
        expect(await blobs.list('', 10)).toEqual([before]);
        expect(filesIn(folder)).toHaveLength(1);
        if (!existsSync(file)) await writeFile(file, bytes);
        await blobs.put(key, file);
        expect(await bytesOf(await blobs.read(key))).toEqual(bytes);
      }
    },
  );

  test('MED4 F8: what the folder says when asked how it is', async () => {
    const { folder, files, blobs } = await open();
    files.fail('write', 'ENOSPC');
    expect(await blobs.check().catch((error: unknown) => error)).toMatchObject({ kind: 'full' });
    files.fail('write', 'EROFS');
    expect(await blobs.check().catch((error: unknown) => error)).toMatchObject({ kind: 'unavailable' });
    files.fail('write', undefined);
    await blobs.check();
    expect(filesIn(folder)).toEqual([]);
  });

  test('SEC4: what is said of a failure names no path', async () => {
    const { folder, files, blobs } = await open();
    files.fail('size', 'EACCES');
    const error = await blobs.size(newKey()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(inspect(error)).not.toContain(folder);
  });
});

test('MED4: what lies in the folder and is no blob is neither listed nor touched', async () => {
  const folder = join(await temporary.folder(), 'media');
  const blobs = await createFolderBlobs({ folder });
  const key = newKey();
  await blobs.put(key, await temporary.file(bytes));
  const notes = join(folder, key.slice(0, 2), 'notes.txt');
  await writeFile(notes, 'mine');
  await writeFile(join(folder, 'README'), 'mine');
  expect(await blobs.list('', 10)).toEqual([key]);
  expect(await readFile(notes, 'utf8')).toBe('mine');
});
