import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, type ArchiveRecord } from '@parley/core';
import type { BlobStore } from '../media/blobs/blob-store.ts';
import { contentKey, thumbnailKey } from '../media/content-keys.ts';

/** A piece of a content on its way into a backup; the pieces of one follow each other. */
export interface ContentRecord {
  readonly kind: 'content';
  readonly key: string;
  readonly base64: string;
  /** nothing of this content comes after it */
  readonly isLast: boolean;
}

/** What a backup holds. */
export type BackupRecord = ArchiveRecord | ContentRecord;

/** Bytes of a line, before it is base64: a multiple of three. */
const pieceBytes = 384 * 1024;

/** Every content that records name, each once, behind the record that is the first to name it. OPS5 */
export async function* withContents(
  records: AsyncIterable<ArchiveRecord>,
  blobs: BlobStore | undefined,
): AsyncGenerator<BackupRecord> {
  const taken = new Set<string>();
  for await (const record of records) {
    yield record;
    if (record.kind !== 'media' || blobs === undefined) continue;
    for (const { sha256 } of record.media) {
      if (taken.has(sha256)) continue;
      taken.add(sha256);
      yield* readContent(blobs, contentKey(sha256));
      yield* readContent(blobs, thumbnailKey(sha256));
    }
  }
}

/** Nothing of one that was removed meanwhile. */
async function* readContent(blobs: BlobStore, key: string): AsyncGenerator<ContentRecord> {
  const size = await blobs.size(key);
  if (size === undefined) return;
  for (let start = 0; start < size; start += pieceBytes) {
    const end = Math.min(size, start + pieceBytes);
    const piece = await blobs.read(key, { start, end });
    if (piece === undefined) throw new ArchiveError('A file was removed while it was being read: try again.');
    const bytes = await new Response(piece).bytes();
    yield { kind: 'content', key, base64: Buffer.from(bytes).toString('base64'), isLast: end === size };
  }
}

export interface ContentFiller {
  take(piece: ContentRecord): Promise<void>;
  /** Removes what is left of a content that did not come to its end. */
  close(): Promise<void>;
}

/**
 * Puts contents where they belong, piece by piece by way of a file in a folder.
 * @throws ArchiveError there is no place for them
 */
export function createContentFiller(blobs: BlobStore | undefined, folder: string): ContentFiller {
  const path = join(folder, 'restoring');
  let file: { readonly key: string; readonly handle: FileHandle } | undefined;

  async function close(): Promise<void> {
    await file?.handle.close();
    file = undefined;
    await rm(path, { force: true });
  }

  return {
    close,
    async take({ key, base64, isLast }) {
      if (blobs === undefined)
        throw new ArchiveError('The backup holds files, and this server has no place for them: set S3_URL.');
      if (file?.key !== key) {
        await close();
        file = { key, handle: await open(path, 'w') };
      }
      await file.handle.appendFile(Buffer.from(base64, 'base64'));
      if (!isLast) return;
      await file.handle.close();
      file = undefined;
      await blobs.put(key, path);
      await rm(path, { force: true });
    },
  };
}
