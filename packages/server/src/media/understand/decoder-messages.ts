// What the server and its decoding process say to each other. Hostile bytes may have taken over the process that
// answers, so its answers are input like any other: it names no paths, and no types that are not in the table.
import { z } from 'zod';
import { allowedTypes, maxWaveformBars, type AllowedType } from './allowed-types.ts';

/** What is asked for one file. */
export type DecoderRequest =
  | {
      readonly task: 'upload';
      readonly path: string;
      readonly voice: boolean;
      readonly waveform?: readonly number[];
    }
  | { readonly task: 'poster'; readonly path: string };

/** Where a decoded file's parts are written. */
export const contentPath = (path: string): string => `${path}.content`;
export const thumbnailPath = (path: string): string => `${path}.thumbnail`;

const servedAs = (type: AllowedType) =>
  type.reader === 'container' ? [type.audio, ...(type.video ? [type.video] : [])] : [type];

const served = allowedTypes.flatMap(servedAs);
const pixels = z.int().min(1).max(1_000_000);

/** A thumbhash in base64 has at most 25 bytes. */
const placeholder = z.base64().min(4).max(40);

/** Whole numbers from 0 to 100, at most 128 of them. */
export const waveform = z.array(z.int().min(0).max(100)).min(1).max(maxWaveformBars);

const media = z.strictObject({
  kind: z.enum(['image', 'video', 'audio', 'file']),
  mimeType: z.enum(served.map((type) => type.mimeType)),
  voice: z.literal(true).exactOptional(),
  width: pixels.exactOptional(),
  height: pixels.exactOptional(),
  durationMs: z.int().min(0).exactOptional(),
  hasThumbnail: z.literal(true).exactOptional(),
  placeholder: placeholder.exactOptional(),
  waveform: waveform.exactOptional(),
});

/** What was found in an upload. */
export const decodedUpload = z.strictObject({
  media,
  extension: z.enum(served.map((type) => type.extension)),
  /** whether what is to be served was written to `contentPath` */
  hasContent: z.boolean(),
});
export type DecodedUpload = z.infer<typeof decodedUpload>;

/** What was found in a poster; its thumbnail is written. */
export const decodedPoster = z.strictObject({ width: pixels, height: pixels, placeholder });
export type DecodedPoster = z.infer<typeof decodedPoster>;

/** Sent once, when every decoder is loaded. */
export const readyMessage = 'ready';

/** Sent before an image within the limits is decoded, which may take long where everything else does not. */
export const decodingMessage = 'decoding';

/** An answer: what was found, why the file is refused, or that something else failed, such as the disk. */
export const decoderReply = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('understood'), value: z.unknown() }),
  z.strictObject({
    outcome: z.literal('refused'),
    code: z.enum(['unsupported_type', 'too_large', 'invalid']),
    message: z.string().max(300),
  }),
  z.strictObject({ outcome: z.literal('failed'), message: z.string().max(1000) }),
]);
export type DecoderReply = z.infer<typeof decoderReply>;
