import type { Clock, MediaRecord, MediaStore } from '@parley/core';
import { accept, refuse, sizes, type Result, type UserId } from '@parley/protocol';
import { hashFile } from './hash-file.ts';
import type { KeepUpload } from './keep-upload.ts';
import { createReceivePiece, type TusPiece } from './receive-piece.ts';
import { parseTusMetadata } from './tus-metadata.ts';
import { createTurns } from './turns.ts';
import type { UnfinishedUpload, UnfinishedUploads } from './unfinished-uploads.ts';
import type { UploadRoom } from './upload-room.ts';

export interface TusUploadsDeps {
  readonly unfinished: UnfinishedUploads;
  readonly room: UploadRoom;
  readonly keepUpload: KeepUpload;
  readonly media: Pick<MediaStore, 'find' | 'remove'>;
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs' | 'every'>;
  /** 32 hex digits */
  readonly newMediaId: () => string;
  /** The last record of this content was removed; since when it is condemned. */
  readonly onRemoved: (sha256: string, condemnedAt: number) => void;
}

/** Where an upload stands: what it has become, or how much of it is there. */
export type Standing =
  | { readonly record: MediaRecord }
  | {
      readonly record: undefined;
      readonly upload: UnfinishedUpload;
      readonly offset: number;
      /** UTC ms */
      readonly expiresAt: number;
    };

/**
 * Resumable uploads. Each belongs to its creator; to others it is not there. When the last byte is in it becomes media,
 * at once or, after a crash just then, when it is next asked for. MED7
 * Everything may throw BlobError, StoreError and the errors of the file system; what was received stays then.
 */
export interface TusUploads {
  create(owner: UserId, length: number, metadata: string | undefined): Promise<Result<UnfinishedUpload>>;
  /** Ends whoever is sending, and says what has arrived. */
  look(owner: UserId, id: string): Promise<Result<Standing>>;
  /** The same without disturbing anybody. */
  get(owner: UserId, id: string): Promise<Result<MediaRecord>>;
  /** Adds a body behind what is there. */
  append(owner: UserId, id: string, piece: TusPiece): Promise<Result<Standing>>;
  /** Gives up an unfinished one, or removes the media while nothing has used it. */
  remove(owner: UserId, id: string): Promise<Result<void>>;
  /** Ends those whose time is over; answers how many. */
  removeExpired(): Promise<number>;
}

export function createTusUploads(deps: TusUploadsDeps): TusUploads {
  const { unfinished, room, media, clock } = deps;
  const turns = createTurns();
  const receivePiece = createReceivePiece(deps);

  function findUnfinished(owner: UserId, id: string): UnfinishedUpload | undefined {
    const upload = unfinished.find(id);
    return upload?.owner === owner && !isExpired(upload) ? upload : undefined;
  }

  function isExpired(upload: UnfinishedUpload): boolean {
    return unfinished.expiresAt(upload) <= clock.nowMs();
  }

  function refuseMany(owner: UserId): Result<never> | undefined {
    if (unfinished.countOf(owner) < sizes.unfinishedUploads) return undefined;
    return refuse('rate_limited', `You may have ${sizes.unfinishedUploads} unfinished uploads.`);
  }

  async function findRecord(owner: UserId, id: string): Promise<Result<MediaRecord>> {
    const record = await media.find(id);
    return record?.owner === owner ? accept(record) : noUpload();
  }

  /**
   * To be called in its turn.
   * @param sha256 of the whole, where it is known
   */
  async function stand(owner: UserId, id: string, sha256?: string): Promise<Result<Standing>> {
    const upload = findUnfinished(owner, id);
    if (upload === undefined) {
      const record = await findRecord(owner, id);
      return record.ok ? accept({ record: record.value }) : record;
    }
    const offset = await unfinished.offsetOf(id);
    if (offset < upload.length)
      return accept({ record: undefined, upload, offset, expiresAt: unfinished.expiresAt(upload) });
    return complete(upload, sha256);
  }

  async function complete(upload: UnfinishedUpload, known: string | undefined): Promise<Result<Standing>> {
    const described = parseTusMetadata(upload.metadata ?? undefined);
    if (!described.ok) return described;
    const path = unfinished.pathOf(upload.id);
    const { id, owner, length: size } = upload;
    const sha256 = known ?? (await hashFile(path));
    const kept = await deps.keepUpload.keep({ id, owner, path, size, sha256, ...described.value });
    // Refused for good: the same bytes would be refused again.
    if (kept.ok || !kept.error.retry) await unfinished.remove(id);
    return kept.ok ? accept({ record: kept.value }) : kept;
  }

  return {
    async create(owner, length, metadata) {
      const described = parseTusMetadata(metadata);
      if (!described.ok) return described;
      const announced = await room.announce(owner, length);
      if (!announced.ok) return announced;
      const release = announced.value;
      // Nothing is waited for between this and its beginning, from where on it counts.
      const refusal = refuseMany(owner);
      if (refusal !== undefined) {
        release();
        return refusal;
      }
      const upload: UnfinishedUpload = {
        id: deps.newMediaId(),
        owner,
        length,
        metadata: metadata ?? null,
        createdAt: clock.nowMs(),
      };
      await unfinished.begin(upload, release);
      return accept(upload);
    },
    look: (owner, id) =>
      // Nobody ends what is not theirs.
      isOwn(owner, id) ? turns.take(id, () => stand(owner, id)) : stand(owner, id),
    async get(owner, id) {
      const upload = findUnfinished(owner, id);
      if (upload === undefined) return findRecord(owner, id);
      if ((await unfinished.offsetOf(id)) < upload.length) return unfinishedYet();
      const standing = await turns.take(id, () => stand(owner, id));
      if (!standing.ok) return standing;
      return standing.value.record === undefined ? unfinishedYet() : accept(standing.value.record);
    },
    async append(owner, id, piece) {
      if (!isOwn(owner, id)) return judgeOffset(await stand(owner, id), piece.offset);
      const entered = room.enter(owner);
      if (!entered.ok) return entered;
      try {
        return await turns.take(id, async (signal) => {
          const standing = judgeOffset(await stand(owner, id), piece.offset);
          if (!standing.ok || standing.value.record !== undefined) return standing;
          if (wasEnded(signal)) return interrupted();
          const received = await receivePiece(standing.value.upload, piece, signal);
          if (!received.ok) return received;
          // Whoever ended this one goes on with it.
          if (wasEnded(signal)) return interrupted();
          return stand(owner, id, piece.offset === 0 ? received.value.sha256 : undefined);
        });
      } finally {
        entered.value();
      }
    },
    async remove(owner, id) {
      if (!isOwn(owner, id)) return removeRecord(owner, id);
      return turns.take(id, async () => {
        // It may have become media meanwhile.
        if (!isOwn(owner, id)) return removeRecord(owner, id);
        await unfinished.remove(id);
        return accept(undefined);
      });
    },
    async removeExpired() {
      let removed = 0;
      for (const { id } of unfinished.listExpired())
        await turns.take(id, async () => {
          // Meanwhile it may have become media, or its first bytes have come.
          const upload = unfinished.find(id);
          if (upload === undefined || !isExpired(upload)) return;
          await unfinished.remove(id);
          removed += 1;
        });
      return removed;
    },
  };

  async function removeRecord(owner: UserId, id: string): Promise<Result<void>> {
    const record = await findRecord(owner, id);
    if (!record.ok) return record;
    const { claimedAt, createdAt, sha256 } = record.value;
    const nowMs = clock.nowMs();
    // Claimed since it was made: a message may be on its way.
    const removal = claimedAt === createdAt ? await media.remove(id, createdAt, nowMs) : 'claimed';
    if (removal === 'claimed' || removal === 'used') return refuse('conflict', 'It is in a message already.');
    if (removal === 'condemned') deps.onRemoved(sha256, nowMs);
    return accept(undefined);
  }

  function isOwn(owner: UserId, id: string): boolean {
    return findUnfinished(owner, id) !== undefined;
  }
}

/** Bytes are added where the last ones ended, and nowhere else. */
function judgeOffset(standing: Result<Standing>, offset: number): Result<Standing> {
  if (!standing.ok) return standing;
  const { value } = standing;
  const present = value.record === undefined ? value.offset : value.record.media.size;
  if (present === offset) return standing;
  return refuse('conflict', `The upload goes on at ${present}, not at ${offset}.`);
}

/** Asked anew each time: what waits in between changes it. */
function wasEnded({ aborted }: AbortSignal): boolean {
  return aborted;
}

function noUpload() {
  return refuse('not_found', 'There is no such upload.');
}

function unfinishedYet() {
  return refuse('conflict', 'The upload is not finished.');
}

function interrupted() {
  return refuse('conflict', 'Another request goes on with this upload.');
}
