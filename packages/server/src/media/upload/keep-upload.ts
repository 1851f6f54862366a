import { copyFile, link, readFile, rm } from 'node:fs/promises';
import type { Clock, Media, MediaRecord, MediaStore } from '@parley/core';
import { accept, refuse, type Result, type UserId } from '@parley/protocol';
import type { BlobStore } from '../blobs/blob-store.ts';
import { contentKey, thumbnailKey } from '../content-keys.ts';
import type { Understanding, Understood, UnderstoodPoster, UploadWishes } from '../understand/understand.ts';

export interface KeepUploadDeps {
  readonly media: Pick<MediaStore, 'create' | 'find' | 'remove' | 'revise'>;
  readonly blobs: BlobStore;
  readonly understanding: Pick<Understanding, 'understand' | 'understandPoster'>;
  readonly clock: Clock;
  /** Told of content that was not kept whole, and has no record for it; since when it is condemned, if this did it. */
  readonly onFailed: (sha256: string, condemnedAt?: number) => void;
}

/** A file that is whole on the disk of this machine. */
export interface ArrivedFile {
  /** of the media that it becomes */
  readonly id: string;
  readonly owner: UserId;
  readonly path: string;
  readonly size: number;
  /** 64 hex digits */
  readonly sha256: string;
  /** clean */
  readonly filename: string;
  readonly wishes: UploadWishes;
}

interface FilesToKeep {
  readonly content: string;
  /** made of the content */
  readonly thumbnail: string | undefined;
  /** chosen by who sends it */
  readonly poster: UnderstoodPoster | undefined;
}

/** How long it waits, in steps, for an erasure of the same content to end. */
const ERASURE = { steps: 50, stepMs: 100 };

/**
 * Makes media of files that have arrived: understood, recorded, their bytes kept. Whole or nothing: of what
 * fails on the way the record goes again; after a crash it is unused, and swept. The file itself stays the caller's. MED6
 */
export interface KeepUpload {
  /**
   * The record; of an id that has one already, that one, with its bytes.
   * @param poster a picture that stands for it, where a thumbnail cannot be made of it
   * @throws BlobError, StoreError
   */
  keep(arrived: ArrivedFile, poster?: string): Promise<Result<MediaRecord>>;
  /** Gives a video that has no thumbnail one made of a picture. @throws BlobError, StoreError */
  addPoster(record: MediaRecord, poster: string): Promise<Result<MediaRecord>>;
}

export function createKeepUpload({
  media,
  blobs,
  understanding,
  clock,
  onFailed,
}: KeepUploadDeps): KeepUpload {
  /** The blob store may take the file away, also where it fails; the caller's stays. */
  async function put(key: string, path: string): Promise<void> {
    const given = `${path}.put`;
    await rm(given, { force: true });
    // Not every file system has links.
    await link(path, given).catch(() => copyFile(path, given));
    try {
      await blobs.put(key, given);
    } finally {
      await rm(given, { force: true });
    }
  }

  /** Answers whether the poster counts. */
  async function putAll(sha256: string, { content, thumbnail, poster }: FilesToKeep): Promise<boolean> {
    await put(contentKey(sha256), content);
    if (thumbnail !== undefined) await put(thumbnailKey(sha256), thumbnail);
    return poster !== undefined && (await putPoster(sha256, poster.thumbnail));
  }

  /** Somebody else's for the same content may be faster, and stays. */
  async function putPoster(sha256: string, thumbnail: string): Promise<boolean> {
    await put(thumbnailKey(sha256), thumbnail);
    return isFree(sha256, thumbnail);
  }

  async function show(record: MediaRecord, poster: UnderstoodPoster): Promise<MediaRecord> {
    const revised: Media = { ...record.media, hasThumbnail: true, placeholder: poster.placeholder };
    await media.revise(revised.id, revised);
    return { ...record, media: revised };
  }

  /** A record whose bytes could not be kept. Where that fails too, it is unused, and swept. */
  async function takeBack({ media: { id }, sha256, claimedAt }: MediaRecord): Promise<void> {
    const nowMs = clock.nowMs();
    const removal = await media.remove(id, claimedAt, nowMs).catch(() => undefined);
    if (removal === 'condemned') onFailed(sha256, nowMs);
  }

  /**
   * The record first: from then on its content stays. Bytes that nothing names could only be told from those of another
   * database by asking for all of them. MED9
   */
  async function record(made: MediaRecord, files: FilesToKeep): Promise<Result<MediaRecord>> {
    const { id } = made.media;
    for (let step = 0; step < ERASURE.steps; step += 1) {
      if (await media.create(made)) {
        let isShown: boolean;
        try {
          isShown = await putAll(made.sha256, files);
        } catch (error) {
          await takeBack(made);
          throw error;
        }
        // Gone meanwhile: it was of an earlier try, and somebody was about to remove it.
        const kept = await media.find(id);
        if (kept !== undefined)
          return accept(isShown && files.poster !== undefined ? await show(kept, files.poster) : kept);
      }
      await new Promise<void>((resolve) => clock.after(ERASURE.stepMs, resolve));
    }
    return refuse('unavailable', 'The server is erasing this very file. Send it again in a moment.');
  }

  /**
   * A poster is kept with the content, which others may have sent too: it counts where there is none yet, or the same.
   * Nobody chooses the picture of what somebody else sends.
   */
  async function isFree(sha256: string, thumbnail: string): Promise<boolean> {
    const there = await blobs.read(thumbnailKey(sha256));
    if (there === undefined) return true;
    const [one, other] = await Promise.all([new Response(there).bytes(), readFile(thumbnail)]);
    return Buffer.compare(one, other) === 0;
  }

  async function understandPoster(
    sha256: string,
    poster: string,
  ): Promise<Result<UnderstoodPoster | undefined>> {
    const made = await understanding.understandPoster(poster);
    if (!made.ok) return made;
    if (await isFree(sha256, made.value.thumbnail)) return made;
    await removeFiles(made.value.thumbnail);
    return accept(undefined);
  }

  return {
    async keep({ id, owner, path, size, sha256, filename, wishes }, poster) {
      const understood = await understanding.understand(path, wishes);
      if (!understood.ok) return understood;
      const { media: found, extension, content, thumbnail } = understood.value;
      const made: string[] = [content, thumbnail].filter((file) => file !== undefined);
      try {
        const nowMs = clock.nowMs();
        const posterResult = await posterFor(understood.value, poster, sha256);
        if (!posterResult.ok) return posterResult;
        if (posterResult.value !== undefined) made.push(posterResult.value.thumbnail);
        const described: Media = { ...found, id, file: `${id}.${extension}`, filename, size };
        return await record(
          { media: described, owner, sha256, createdAt: nowMs, claimedAt: nowMs },
          { content: content ?? path, thumbnail, poster: posterResult.value },
        );
      } finally {
        await removeFiles(...made);
      }
    },
    async addPoster(record, poster) {
      const { media: present, sha256 } = record;
      const understood = await understandPoster(sha256, poster);
      if (!understood.ok) return understood;
      if (understood.value === undefined) return accept(record);
      const { thumbnail } = understood.value;
      try {
        if (!(await putPoster(sha256, thumbnail))) return accept(record);
      } finally {
        await removeFiles(thumbnail);
      }
      // Gone meanwhile, perhaps with its content: then nothing names the picture.
      if ((await media.find(present.id)) === undefined) {
        onFailed(sha256);
        return refuse('not_found', 'There is no such media.');
      }
      return accept(await show(record, understood.value));
    },
  };

  async function posterFor(understood: Understood, poster: string | undefined, sha256: string) {
    const isWanted = understood.media.kind === 'video' && understood.thumbnail === undefined;
    return isWanted && poster !== undefined ? understandPoster(sha256, poster) : accept(undefined);
  }
}

async function removeFiles(...paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => undefined)));
}
