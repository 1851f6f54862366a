import { join } from 'node:path';
import { createOrderGate } from '@parley/core';
import { codeOf, systemBlobFiles, type BlobFiles } from './blob-files.ts';
import { BlobError, isBlobKey, requireBlobKey, type BlobStore } from './blob-store.ts';

export interface FolderBlobsOptions {
  /** Its parent is there. No other process works on it. */
  readonly folder: string;
  readonly files?: BlobFiles;
}

/** Enough that a full disk has no room for it: an empty file it may still take. */
const probe = new Uint8Array(4096);

/**
 * Blobs in `<folder>/<first 2 digits>/<key>`. A file gets that name by one rename, after its bytes are synced; what has
 * to be copied, since it is on another disk, is copied beside it in `incoming/` first. MED4
 */
export async function createFolderBlobs(options: FolderBlobsOptions): Promise<BlobStore> {
  const { folder, files = systemBlobFiles } = options;
  const incoming = join(folder, 'incoming');
  const puts = createOrderGate();
  /** Those whose own names survive a power cut. */
  const madeShards = new Set<string>();
  let copies = 0;

  async function makeShard(shard: string): Promise<void> {
    if (madeShards.has(shard)) return;
    await files.makeFolder(shard);
    await files.sync(folder);
    madeShards.add(shard);
  }

  async function bring(file: string, path: string): Promise<void> {
    await files.sync(file);
    try {
      await files.rename(file, path);
    } catch (error) {
      if (codeOf(error) !== 'EXDEV') throw error;
      await bringFromElsewhere(file, path);
    }
  }

  async function bringFromElsewhere(file: string, path: string): Promise<void> {
    copies += 1;
    const part = join(incoming, String(copies));
    try {
      await files.copy(file, part);
      await files.sync(part);
      await files.rename(part, path);
    } catch (error) {
      await files.remove(part).catch(() => undefined);
      throw error;
    }
  }
  async function putOnce(key: string, file: string): Promise<void> {
    const shard = join(folder, key.slice(0, 2));
    const path = join(shard, key);
    // An earlier run may have died before it could make sure of the name: also of one that is there.
    if ((await files.size(path)) !== undefined) return files.sync(shard);
    await makeShard(shard);
    await bring(file, path);
    try {
      await files.sync(shard);
    } catch (error) {
      // Whether the name stays nobody knows: the next one who brings it begins anew. OPS4
      await files.remove(path).catch(() => undefined);
      throw error;
    }
  }

  async function listShard(shard: string, after: string): Promise<string[]> {
    const names = await files.list(join(folder, shard));
    return names.filter((name) => isBlobKey(name) && name.startsWith(shard) && name > after).sort();
  }

  const pathOf = (key: string): string => join(folder, requireBlobKey(key).slice(0, 2), key);

  await inDiskWords(async () => {
    await files.makeFolder(folder);
    await files.makeFolder(incoming);
    // What a copy was cut short in.
    for (const name of await files.list(incoming)) await files.remove(join(incoming, name));
    await files.sync(join(folder, '..'));
  });

  return {
    place: 'folder',
    put: async (key, file) => puts.pass(requireBlobKey(key), () => inDiskWords(() => putOnce(key, file))),
    size: (key) => inDiskWords(() => files.size(pathOf(key))),
    read: (key, range) =>
      inDiskWords(async () => {
        const path = pathOf(key);
        const size = await files.size(path);
        if (size === undefined) return undefined;
        const blob = await files.open(path);
        return range === undefined ? blob : blob.slice(range.start, Math.min(range.end, size));
      }),
    remove: async (key) =>
      puts.pass(requireBlobKey(key), () =>
        inDiskWords(async () => {
          const path = pathOf(key);
          if ((await files.size(path)) === undefined) return;
          await files.remove(path);
          await files.sync(join(path, '..'));
        }),
      ),
    list: (after, limit) =>
      inDiskWords(async () => {
        const shards = (await files.list(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
        const keys: string[] = [];
        for (const shard of shards.filter((name) => name >= after.slice(0, 2))) {
          keys.push(...(await listShard(shard, after)));
          if (keys.length >= limit) break;
        }
        return keys.slice(0, limit);
      }),
    check: () =>
      puts.pass('check', () =>
        inDiskWords(async () => {
          const path = join(incoming, 'check');
          try {
            await files.write(path, probe);
          } finally {
            await files.remove(path);
          }
        }),
      ),
  };
}

const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** What the system says has paths in it. */
async function inDiskWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    throw fullDisk.has(code)
      ? new BlobError('full', `The disk of DATA_DIR is full (${code}).`)
      : new BlobError('unavailable', `The media folder in DATA_DIR cannot be used (${code}).`);
  }
}
