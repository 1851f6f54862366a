import { rm } from 'node:fs/promises';
import type { Clock, MediaRecord, MediaStore } from '@parley/core';
import { accept, refuse, refuseField, sizes, type Result, type UserId } from '@parley/protocol';
import { openIncomingFile } from './incoming-file.ts';
import type { KeepUpload } from './keep-upload.ts';
import type { FormRefusal } from './read-form.ts';
import { receiveInto } from './read-pieces.ts';
import { inReceivingTime } from './receiving-time.ts';
import { createTurns } from './turns.ts';
import type { UploadFolder } from './upload-folder.ts';
import { tooLarge, type UploadRoom } from './upload-room.ts';

export interface ReceivePosterDeps {
  readonly room: UploadRoom;
  readonly folder: UploadFolder;
  readonly keepUpload: KeepUpload;
  readonly media: Pick<MediaStore, 'find'>;
  readonly clock: Pick<Clock, 'every' | 'monotonicMs'>;
}

/**
 * The picture that stands for a video, from whoever uploaded it: once, and before the video is in a message.
 * @throws BlobError, StoreError, the error of the file system
 */
export function createReceivePoster({ room, folder, keepUpload, media, clock }: ReceivePosterDeps) {
  const turns = createTurns();

  async function findVideo(owner: UserId, id: string): Promise<Result<MediaRecord>> {
    const record = await media.find(id);
    if (record?.owner !== owner) return refuse('not_found', 'There is no such media.');
    if (record.media.kind !== 'video') return refuse('conflict', 'Only a video takes a picture.');
    if (record.media.hasThumbnail === true) return refuse('conflict', 'It has its picture already.');
    if (record.claimedAt !== record.createdAt) return refuse('conflict', 'It is in a message already.');
    return accept(record);
  }

  async function receive(
    request: Request,
    path: string,
    signal: AbortSignal,
  ): Promise<{ ok: true } | FormRefusal> {
    const file = await openIncomingFile({ path, maxBytes: sizes.posterBytes });
    const ending = await inReceivingTime(clock, (late, onArrived) =>
      receiveInto(file, request.body, { signal: AbortSignal.any([signal, late]), onArrived }),
    ).finally(() => file.finish());
    if (signal.aborted) return refuse('conflict', 'Another request brings the picture.');
    if (ending === 'cut' && !file.isOver())
      return { ...refuse('invalid', 'The picture took too long.'), status: 408 };
    if (ending === 'lost') return { ...refuse('invalid', 'The picture did not arrive whole.'), status: 400 };
    if (file.isOver()) return tooLarge(sizes.posterBytes);
    return file.size() === 0 ? refuseField('', 'the picture is empty') : { ok: true };
  }

  return async function receivePoster(
    owner: UserId,
    id: string,
    request: Request,
  ): Promise<Result<MediaRecord> | FormRefusal> {
    if (!/^image\//i.test(request.headers.get('content-type') ?? ''))
      return refuse('unsupported_type', 'The body must be a picture.');
    if (Number(request.headers.get('content-length') ?? 0) > sizes.posterBytes)
      return tooLarge(sizes.posterBytes);
    const found = await findVideo(owner, id);
    if (!found.ok) return found;
    const entered = room.enter(owner);
    if (!entered.ok) return entered;
    const path = folder.pathOf(id, 'poster');
    try {
      return await turns.take(id, async (signal) => {
        // Another one may have been faster.
        const video = await findVideo(owner, id);
        if (!video.ok) return video;
        try {
          const received = await receive(request, path, signal);
          if (!received.ok) return received;
          // That may have taken minutes.
          const present = await findVideo(owner, id);
          return present.ok ? await keepUpload.addPoster(present.value, path) : present;
        } finally {
          await rm(path, { force: true });
        }
      });
    } finally {
      entered.value();
    }
  };
}
