import { z } from 'zod';
import { limits, sizes } from '../limits.ts';
import { contentType, mediaMetadata } from './message.ts';
import { time } from './primitives.ts';

/** 32 lower-case hex digits, made by the server and not to be guessed; a resumable upload has it from its beginning. */
export const mediaId = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits');

/** What an upload has become. */
export const uploadedMedia = z
  .object({
    media_id: mediaId,
    url: z.string().meta({ description: 'Where it is served, on this server' }),
    content_type: contentType.meta({
      description: 'The kind of message that it makes, found from the bytes',
    }),
    filename: z.string(),
    size: z.int().min(0).meta({ description: 'Of the bytes received' }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'Of the bytes received' }),
    media_metadata: mediaMetadata,
  })
  .meta({ id: 'UploadedMedia' });
export type UploadedMedia = z.infer<typeof uploadedMedia>;

export const signedAddress = z.object({
  url: z.string().meta({ description: 'Needs no token or cookie, while its reader may see the file' }),
  expires_at: time,
});
export type SignedAddress = z.infer<typeof signedAddress>;

/** Loudness in equal steps over the whole length, as whoever recorded it measured it. */
export const waveform = z.array(z.int().min(0).max(100)).min(1).max(sizes.waveformSteps);

const digits = z.string().regex(/^\d{1,15}$/, 'must be a whole number');
/** A size in a header. */
export const byteCount = digits.transform(Number);
/** The size of a file that is to come. */
export const uploadLength = byteCount.refine((size) => size > 0, 'must not be 0: the file is empty');

/** For the documents: the form of `POST /upload`. */
export const uploadForm = z.object({
  file: z.string().meta({
    format: 'binary',
    description: `The file, at most ${String(limits.upload_bytes)} bytes unless the server says otherwise`,
  }),
  voice: z.enum(['true', 'false']).optional().meta({ description: '`true`: spoken into the app' }),
  waveform: z
    .string()
    .optional()
    .meta({
      description: `JSON: up to ${String(sizes.waveformSteps)} whole numbers from 0 to 100`,
    }),
  poster: z.string().optional().meta({
    format: 'binary',
    description: 'A picture that stands for a video, as JPEG, PNG or WebP',
  }),
});
