import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { accept, refuse, refuseField, sizes, type Result } from '@parley/protocol';
import type { Clock, Media } from '@parley/core';
import type { z } from 'zod';
import {
  contentPath,
  decodedPoster,
  decodedUpload,
  thumbnailPath,
  waveform as waveformSchema,
  type DecodedPoster,
  type DecoderReply,
  type DecoderRequest,
} from './decoder-messages.ts';
import { createDecoderPool, type DecoderPool } from './decoder-pool.ts';

/** What a sender says of an upload; none of it says what the bytes are. */
export interface UploadWishes {
  /** a voice message; counts for sound only */
  readonly voice: boolean;
  /** at most 128 whole numbers from 0 to 100; counts for sound only */
  readonly waveform?: readonly number[] | undefined;
}

export interface Understood {
  /** all that the bytes tell; the rest is the caller's to add */
  readonly media: Omit<Media, 'id' | 'file' | 'filename' | 'size'>;
  /** without the dot */
  readonly extension: string;
  /** a file with what is to be served instead of the bytes received; absent: those */
  readonly content?: string;
  /** a WebP file, longest side 640 px */
  readonly thumbnail?: string;
}

export interface UnderstoodPoster extends DecodedPoster {
  /** a WebP file, longest side 640 px; `width` and `height` are its own */
  readonly thumbnail: string;
}

export interface Understanding {
  /**
   * What the bytes at `path` are. Nobody may change that file meanwhile. Files to be served are written beside it,
   * whole before this resolves; the caller moves or removes them. After a refusal there are none.
   *
   * Refusals: `unsupported_type` (damaged, cut off, or not what it claims to be), `too_large` (pixels, frames),
   * `invalid` (empty, or the waveform), `overloaded`, `unavailable` (the disk; or decoders that do not start).
   */
  understand(path: string, wishes: UploadWishes): Promise<Result<Understood>>;
  /** The same for a video's poster: a JPEG, PNG or WebP, of which only the thumbnail is kept. */
  understandPoster(path: string): Promise<Result<UnderstoodPoster>>;
  /** Ends what is under way, which becomes `unavailable`. Nothing runs any more when it resolves. */
  close(): Promise<void>;
}

export interface UnderstandingOptions {
  readonly clock: Clock;
  /** called for what an operator should know: a decoder that died or does not start */
  readonly warn: (what: string, details: Readonly<Record<string, unknown>>) => void;
  /** the module run by the decoding process */
  readonly workerPath?: string;
  /** for one file, without the decoding of an image */
  readonly deadlineMs?: number;
  /** files decoded at a time */
  readonly processes?: number;
  /** files that may wait for their turn */
  readonly maxWaiting?: number;
}

const defaults = {
  workerPath: fileURLToPath(new URL('./decoder-worker.ts', import.meta.url)),
  deadlineMs: 8000,
  decodingMs: 30_000,
  processes: 2,
  // Every upload under way finds its turn: what waits is on the disk, and nobody is sent away after all its bytes.
  maxWaiting: sizes.uploadsOfAll,
  maxBytes: 1_000_000_000,
  idleMs: 60_000,
} as const;

const OVERLOADED_RETRY_MS = 5000;

/** Reads uploads in processes of their own, so that hostile bytes harm nothing but themselves. MED1 MED3 */
export function createUnderstanding({ warn, ...options }: UnderstandingOptions): Understanding {
  const pool = createDecoderPool({ ...defaults, ...options });
  const ask = createAsk(pool, warn);

  return {
    async understand(path, { voice, waveform }) {
      if (waveform !== undefined && !waveformSchema.safeParse(waveform).success)
        return refuseField('waveform', 'must be at most 128 whole numbers from 0 to 100');
      const hint = waveform === undefined ? {} : { waveform };
      const found = await ask({ task: 'upload', path, voice, ...hint }, decodedUpload);
      if (!found.ok) return found;
      const { media, extension, hasContent } = found.value;
      return accept({
        media,
        extension,
        ...(hasContent ? { content: contentPath(path) } : {}),
        ...(media.hasThumbnail ? { thumbnail: thumbnailPath(path) } : {}),
      });
    },
    async understandPoster(path) {
      const found = await ask({ task: 'poster', path }, decodedPoster);
      return found.ok ? accept({ ...found.value, thumbnail: thumbnailPath(path) }) : found;
    },
    close: pool.close,
  };
}

function createAsk(pool: DecoderPool, warn: UnderstandingOptions['warn']) {
  /** One file's answer, checked; whatever a failed attempt wrote is removed. */
  return async function ask<Schema extends z.ZodType>(
    request: DecoderRequest,
    schema: Schema,
  ): Promise<Result<z.infer<Schema>>> {
    const answer = await askOnce(request, schema);
    if (answer.ok) return answer;
    await rm(contentPath(request.path), { force: true });
    await rm(thumbnailPath(request.path), { force: true });
    return answer;
  };

  async function askOnce<Schema extends z.ZodType>(
    request: DecoderRequest,
    schema: Schema,
  ): Promise<Result<z.infer<Schema>>> {
    const end = await pool.ask(request);
    switch (end.ended) {
      case 'full':
        return refuse('overloaded', 'Too many uploads at this moment.', {
          retryAfterMs: OVERLOADED_RETRY_MS,
        });
      case 'closed':
        return refuse('unavailable', 'The server is stopping.');
      case 'unstartable':
        warn('uploads cannot be read: the decoding process does not start', { reason: end.reason });
        return refuse('unavailable', 'The server cannot read uploads right now.');
      case 'late':
        warn('an upload was refused: decoding it took too long', { reason: end.reason });
        return refuse('unsupported_type', 'The file took too long to read.');
      case 'hungry':
      case 'died':
        warn('an upload was refused: its decoder died', { reason: end.reason });
        return refuse('unsupported_type', 'The file cannot be read.');
      case 'answered':
        return checkReply(end.reply, schema);
    }
  }

  function checkReply<Schema extends z.ZodType>(
    reply: DecoderReply,
    schema: Schema,
  ): Result<z.infer<Schema>> {
    switch (reply.outcome) {
      case 'refused':
        return refuse(reply.code, reply.message);
      case 'failed':
        warn('an upload could not be read', { reason: reply.message });
        return refuse('unavailable', 'The server cannot read uploads right now.');
      case 'understood': {
        const value = schema.safeParse(reply.value);
        if (value.success) return accept(value.data);
        warn('an upload was refused: its decoder answers nonsense', { reason: value.error.message });
        return refuse('unsupported_type', 'The file cannot be read.');
      }
    }
  }
}
