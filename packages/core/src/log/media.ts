import type { UserId } from '@parley/protocol';

/** What a message with media is: its `content_type`, found from the bytes. */
export type MediaKind = 'image' | 'video' | 'audio' | 'file';

/**
 * What is known of an upload, as it was found from its bytes. A stored format: a message carries it in its entry, where
 * it is erased with the text.
 */
export interface Media {
  /** 32 lower-case hex digits, random: who does not know it cannot guess it */
  readonly id: string;
  /** its name under `/uploads/`: the id, and the ending of the type found */
  readonly file: string;
  readonly kind: MediaKind;
  readonly mimeType: string;
  /** as its uploader calls it; for people only, never a path */
  readonly filename: string;
  /** bytes received */
  readonly size: number;
  /** spoken into the app */
  readonly voice?: true;
  readonly width?: number;
  readonly height?: number;
  readonly durationMs?: number;
  readonly hasThumbnail?: true;
  /** a thumbhash in base64: about 25 bytes that look like the picture */
  readonly placeholder?: string;
  /** loudness from 0 to 100, in equal steps over the whole length */
  readonly waveform?: readonly number[];
}

/** An upload that has been understood and kept. */
export interface MediaRecord {
  readonly media: Media;
  readonly owner: UserId;
  /** of the bytes received, 64 hex digits; names the content */
  readonly sha256: string;
  readonly createdAt: number;
  /** when somebody last was about to use it, UTC ms */
  readonly claimedAt: number;
}

/** Where a media's content is served. */
export function mediaUrl({ file }: Pick<Media, 'file'>): string {
  return `/uploads/${file}`;
}

/** Where a small still picture of it is served, if it has one. */
export function thumbnailUrl({ id, hasThumbnail }: Media): string | undefined {
  return hasThumbnail === true ? `/uploads/${id}.thumbnail.webp` : undefined;
}

/** The id in an address of this server's media, or in a file's name; `undefined`: it is none. */
export function mediaIdOf(urlOrFile: string): string | undefined {
  return /^(?:\/uploads\/)?([0-9a-f]{32})\.[0-9a-z.]{1,32}$/.exec(urlOrFile)?.[1];
}
