import { openAsBlob } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';

/** The disk as the folder of blobs sees it. Everything may throw what the system throws. */
export interface BlobFiles {
  /** Bytes of a file; `undefined`: there is none. */
  size(path: string): Promise<number | undefined>;
  /** Its content, read when it is used: the system may then send it without our reading it. */
  open(path: string): Promise<Blob>;
  /** Names in a folder, in no particular order; none: there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** With those above it; one that is there is fine. */
  makeFolder(folder: string): Promise<void>;
  write(path: string, bytes: Uint8Array): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  /** Replaces what is there. */
  rename(from: string, to: string): Promise<void>;
  /** One that is gone is fine. */
  remove(path: string): Promise<void>;
  /** Makes a file, or the names in a folder, survive a power cut. */
  sync(path: string): Promise<void>;
}

export const systemBlobFiles: BlobFiles = {
  async size(path) {
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
  open: (path) => openAsBlob(path),
  async list(folder) {
    try {
      return await readdir(folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  },
  async makeFolder(folder) {
    await mkdir(folder, { recursive: true });
  },
  write: (path, bytes) => writeFile(path, bytes),
  copy: (from, to) => copyFile(from, to),
  rename,
  remove: (path) => rm(path, { force: true }),
  async sync(path) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** The system's name of what went wrong, such as `ENOSPC`; `''`: it did not come from the system. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
