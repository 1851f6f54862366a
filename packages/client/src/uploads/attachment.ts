import type { Message } from '../wire.ts';

export type MediaMetadata = NonNullable<Message['media_metadata']>;
export type MediaKind = 'image' | 'video' | 'audio' | 'file';

/** What this device can tell of a file, from which it is shown until the server has looked at the bytes. */
export interface FileLook {
  readonly filename: string;
  readonly kind: MediaKind;
  /** px, as it is seen: after any rotation that the file asks for */
  readonly width?: number;
  readonly height?: number;
  readonly durationMs?: number;
  /** recorded to be heard as speech */
  readonly voice?: true;
  /** loudness over its time, at most 128 whole numbers 0..100 */
  readonly waveform?: readonly number[];
}

/** A file to send. */
export interface OutgoingFile extends FileLook {
  readonly file: Blob;
  /** first picture of a video, JPEG or WebP */
  readonly poster?: Blob;
  /** key of the draft that it was: no longer one, in the same step in which this is kept */
  readonly draft?: string;
}

/** What the server made of an upload. */
export interface UploadedMedia {
  readonly media_id: string;
  /** path of its content on the server */
  readonly url: string;
  readonly content_type: MediaKind;
  readonly media_metadata: MediaMetadata;
}

/** The file of a message that waits. Its bytes are in the storage's `files`, until the message is stored or discarded. */
export interface Attachment extends FileLook {
  /** key of its bytes */
  readonly fileId: string;
  readonly hasPoster: boolean;
  readonly mimeType: string;
  /** bytes */
  readonly size: number;
  /** address of the upload that was begun: it goes on there, also after a reload. WEB8 */
  readonly url?: string;
  /** there once the server has all of it */
  readonly media?: UploadedMedia;
}

export const posterKey = (fileId: string): string => `${fileId} poster`;

/** Reads the answer to a finished upload: the server's word, taken by its outline. */
export function readUploaded(json: unknown): UploadedMedia | undefined {
  if (typeof json !== 'object' || json === null || !('media_id' in json) || !('url' in json))
    return undefined;
  const { media_id, url } = json;
  if (typeof media_id !== 'string' || typeof url !== 'string') return undefined;
  // By contract the rest has this shape.
  return json as unknown as UploadedMedia;
}
