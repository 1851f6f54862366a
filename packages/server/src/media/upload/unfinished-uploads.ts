import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Clock } from '@parley/core';
import { sizes, userId, type UserId } from '@parley/protocol';
import { z } from 'zod';
import { codeOf, systemBlobFiles } from '../blobs/blob-files.ts';
import type { UploadFolder } from './upload-folder.ts';
import type { UploadRoom } from './upload-room.ts';

const factsShape = z.object({
  id: z.string(),
  owner: userId,
  length: z.int().min(1),
  metadata: z.string().nullable(),
  createdAt: z.number(),
});

/** A resumable upload that is under way. A stored format. */
export interface UnfinishedUpload {
  /** of the media that it becomes */
  readonly id: string;
  readonly owner: UserId;
  /** bytes that it has once it is whole */
  readonly length: number;
  /** `Upload-Metadata` as it was sent; it has been parsed once */
  readonly metadata: string | null;
  readonly createdAt: number;
}

/** Resumable uploads that are not finished, in files: they survive a restart and a crash. MED7 */
export interface UnfinishedUploads {
  find(id: string): UnfinishedUpload | undefined;
  countOf(user: UserId): number;
  /**
   * Counts at once.
   * @param release of the bytes that are kept free for it; called when it ends, also where it could not begin
   * @throws the error of the file system
   */
  begin(upload: UnfinishedUpload, release: () => void): Promise<void>;
  /** Bytes have come: it is no longer one that was only announced. */
  noteBytes(id: string): void;
  /** Bytes that are there. @throws the error of the file system */
  offsetOf(id: string): Promise<number>;
  pathOf(id: string): string;
  /** It is finished, or given up. @throws the error of the file system */
  remove(id: string): Promise<void>;
  /** UTC ms at which it ends, finished or not. */
  expiresAt(upload: UnfinishedUpload): number;
  listExpired(): readonly UnfinishedUpload[];
}

export interface UnfinishedUploadsDeps {
  readonly folder: UploadFolder;
  readonly room: Pick<UploadRoom, 'hold'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly warn: (what: string) => void;
  /** Makes a file, or the names in a folder, survive a power cut. */
  readonly sync?: (path: string) => Promise<void>;
}

/** Reads those that an earlier run left. */
export async function openUnfinishedUploads(deps: UnfinishedUploadsDeps): Promise<UnfinishedUploads> {
  const { folder, room, clock, sync = systemBlobFiles.sync } = deps;
  const uploads = new Map<string, Kept>();
  for (const id of await folder.listTus()) {
    const found = await readFacts(deps, id);
    if (found === 'damaged') await removeFiles(folder, id);
    else if (found !== 'unreadable')
      uploads.set(id, { ...found, release: room.hold(found.upload.owner, found.upload.length) });
  }
  const expiresAt = ({ id, createdAt }: UnfinishedUpload) =>
    createdAt + (uploads.get(id)?.isEmpty === true ? sizes.emptyUploadMs : sizes.unfinishedUploadMs);
  const list = () => [...uploads.values()].map(({ upload }) => upload);

  return {
    find: (id) => uploads.get(id)?.upload,
    countOf: (user) => list().filter(({ owner }) => owner === user).length,
    async begin(upload, release) {
      const { facts, bytes } = folder.tusPaths(upload.id);
      const part = folder.pathOf(upload.id, 'facts');
      uploads.set(upload.id, { upload, release, isEmpty: true });
      try {
        await writeFile(bytes, '', { flag: 'wx' });
        await writeFile(part, JSON.stringify(upload));
        // Whoever finds it, finds it whole, also after a power cut: its address has been told by then.
        await sync(part);
        await rename(part, facts);
        await sync(folder.path);
      } catch (error) {
        uploads.delete(upload.id);
        release();
        await Promise.allSettled([removeFiles(folder, upload.id), rm(part, { force: true })]);
        throw error;
      }
    },
    noteBytes(id) {
      const kept = uploads.get(id);
      if (kept !== undefined) kept.isEmpty = false;
    },
    offsetOf: async (id) => (await stat(folder.tusPaths(id).bytes)).size,
    pathOf: (id) => folder.tusPaths(id).bytes,
    async remove(id) {
      await removeFiles(folder, id);
      uploads.get(id)?.release();
      uploads.delete(id);
    },
    expiresAt,
    listExpired: () => list().filter((upload) => expiresAt(upload) <= clock.nowMs()),
  };
}

interface Kept {
  readonly upload: UnfinishedUpload;
  readonly release: () => void;
  isEmpty: boolean;
}

async function readFacts({ folder, warn }: UnfinishedUploadsDeps, id: string) {
  const { facts, bytes } = folder.tusPaths(id);
  try {
    const { size } = await stat(bytes);
    const upload = factsShape.parse(JSON.parse(await readFile(facts, 'utf8')));
    if (upload.id === id && size <= upload.length) return { upload, isEmpty: size === 0 };
  } catch (error) {
    // A disk that fails once may give it back the next time.
    if (!['', 'ENOENT'].includes(codeOf(error))) {
      warn('an unfinished upload could not be read, and is left for the next start');
      return 'unreadable';
    }
  }
  warn('an unfinished upload was damaged, and is dropped');
  return 'damaged';
}

/** The facts first: bytes without them are nothing, and cleared at the next start. */
async function removeFiles(folder: UploadFolder, id: string): Promise<void> {
  const { facts, bytes } = folder.tusPaths(id);
  await rm(facts, { force: true });
  await rm(bytes, { force: true });
}
