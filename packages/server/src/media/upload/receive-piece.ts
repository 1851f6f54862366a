import { truncate } from 'node:fs/promises';
import type { Clock } from '@parley/core';
import { accept, refuse, type Result } from '@parley/protocol';
import { openIncomingFile } from './incoming-file.ts';
import { receiveInto, type Reception } from './read-pieces.ts';
import { inReceivingTime } from './receiving-time.ts';
import type { UnfinishedUpload, UnfinishedUploads } from './unfinished-uploads.ts';
import type { UploadRoom } from './upload-room.ts';

export interface ReceivePieceDeps {
  readonly unfinished: Pick<UnfinishedUploads, 'pathOf' | 'noteBytes'>;
  readonly room: Pick<UploadRoom, 'expect' | 'checkSize'>;
  readonly clock: Pick<Clock, 'every' | 'monotonicMs'>;
}

/** A body that goes on with a resumable upload. */
export interface TusPiece {
  readonly offset: number;
  readonly request: Request;
}

export interface ReceivedPiece {
  readonly size: number;
  /** of its bytes */
  readonly sha256: string;
}

/**
 * Adds a body to what is there of an upload; whatever arrives is kept, however the request ends. MED7
 * @throws the error of the file system
 */
export function createReceivePiece({ unfinished, room, clock }: ReceivePieceDeps) {
  return async function receivePiece(
    upload: UnfinishedUpload,
    piece: TusPiece,
    signal: AbortSignal,
  ): Promise<Result<ReceivedPiece>> {
    const allowed = room.checkSize(upload.length);
    if (!allowed.ok) return allowed;
    const mostBytes = upload.length - piece.offset;
    const announced = Number(piece.request.headers.get('content-length') ?? mostBytes);
    if (announced > mostBytes) return tooLong(upload);
    const space = await room.expect(upload.owner, announced);
    if (!space.ok) return space;
    try {
      return await inReceivingTime(clock, async (late, note) => {
        const onArrived = (bytes: number) => {
          note(bytes);
          unfinished.noteBytes(upload.id);
          space.value.arrived(bytes);
        };
        const ends = AbortSignal.any([signal, late]);
        const received = await receive(upload, piece, { signal: ends, onArrived });
        const isCut = late.aborted && received.ok && received.value.size < mostBytes;
        return isCut ? tookTooLong() : received;
      });
    } finally {
      space.value.release();
    }
  };

  async function receive(
    upload: UnfinishedUpload,
    { offset, request }: TusPiece,
    reception: Reception,
  ): Promise<Result<ReceivedPiece>> {
    const path = unfinished.pathOf(upload.id);
    const file = await openIncomingFile({ path, offset, maxBytes: upload.length - offset });
    let sha256 = '';
    try {
      await receiveInto(file, request.body, reception);
    } finally {
      sha256 = await file.finish('synced');
    }
    if (!file.isOver()) return accept({ sha256, size: file.size() });
    await truncate(path, offset);
    return tooLong(upload);
  }
}

function tooLong({ length }: UnfinishedUpload) {
  return refuse('too_large', `The upload was announced with ${length} bytes.`);
}

/** With `retry`: what has come stays, and the client goes on from there. */
function tookTooLong() {
  return refuse('unavailable', 'It took too long. What has arrived is kept; go on from there.');
}
