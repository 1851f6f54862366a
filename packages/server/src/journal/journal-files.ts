import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The disk as the journal sees it: one folder of append-only files. Everything may throw what the system throws. */
export interface JournalFiles {
  /** Names in the folder, in no particular order, with their sizes in bytes. The folder is made when it is not there. */
  list(): Promise<readonly { readonly name: string; readonly size: number }[]>;
  /** A new file; one that exists already is an error. */
  create(name: string): Promise<JournalFile>;
  /** Up to `length` bytes from `offset`; fewer only at the end of the file. */
  read(name: string, offset: number, length: number): Promise<Uint8Array>;
  /** Makes what an earlier run has written to it survive a power cut. */
  sync(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes what was created, removed and renamed survive a power cut. */
  syncFolder(): Promise<void>;
}

export interface JournalFile {
  /** Appends; answers how many of the bytes were written, which may be fewer. */
  write(bytes: Uint8Array): Promise<number>;
  /** Makes everything written survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Real files. Their work is done off the event loop. */
export function createJournalFiles(folder: string): JournalFiles {
  return {
    async list() {
      if ((await mkdir(folder, { recursive: true })) !== undefined) await syncWhole(dirname(folder));
      const names = await readdir(folder);
      return Promise.all(names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
    },
    async create(name) {
      return toJournalFile(await open(join(folder, name), 'ax'));
    },
    async read(name, offset, length) {
      const handle = await open(join(folder, name), 'r');
      try {
        return await readFully(handle, offset, length);
      } finally {
        await handle.close();
      }
    },
    sync: (name) => syncWhole(join(folder, name)),
    remove: (name) => rm(join(folder, name)),
    rename: (from, to) => rename(join(folder, from), join(folder, to)),
    syncFolder: () => syncWhole(folder),
  };
}

function toJournalFile(handle: FileHandle): JournalFile {
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

async function readFully(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** A file, or the names in a folder. */
async function syncWhole(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
