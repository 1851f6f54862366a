/** Bytes of a content, from `start` to before `end`; both at least 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Content by key: 64 hex digits, or those with `.thumbnail`. What a key names never changes, and is whole or not there.
 * Everything may throw a BlobError. MED4
 */
export interface BlobStore {
  readonly place: 'folder' | 's3';
  /**
   * Takes over a file of this machine as the content of a key; durable and whole when it resolves. The file may be gone
   * then; when this fails it may be too, and the caller removes what is left of it. A key that is there already stays
   * as it is, whatever the file holds.
   */
  put(key: string, file: string): Promise<void>;
  /** Bytes in all; `undefined`: there is none. */
  size(key: string): Promise<number | undefined>;
  /**
   * The content, or what there is of it in a range: nothing where the range begins behind the end. `undefined`: there is
   * none. A `Blob` is read from a file of this machine, lazily, and best sent as it is; a stream has to be read or
   * cancelled.
   */
  read(key: string, range?: ByteRange): Promise<Blob | ReadableStream<Uint8Array> | undefined>;
  /** Durable when it resolves; one that is gone is fine. */
  remove(key: string): Promise<void>;
  /** Up to `limit` keys after a key (`''`: from the first), ascending; fewer only at the end. */
  list(after: string, limit: number): Promise<readonly string[]>;
  /** Resolves when it can be reached and written to now. */
  check(): Promise<void>;
}

/** `full`: no space for more; `unavailable`: it cannot be used now. */
export type BlobErrorKind = 'full' | 'unavailable';

/** What went wrong, in a sentence without a credential or a path; without a cause, since causes hold both. SEC4 */
export class BlobError extends Error {
  override readonly name = 'BlobError';
  readonly kind: BlobErrorKind;

  constructor(kind: BlobErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

const keyPattern = /^[0-9a-f]{64}(\.thumbnail)?$/;

export function isBlobKey(name: string): boolean {
  return keyPattern.test(name);
}

/** A key is never a path. @throws Error: whoever passes anything else has a bug */
export function requireBlobKey(key: string): string {
  if (!isBlobKey(key)) throw new Error('a blob key has 64 hex digits, perhaps with `.thumbnail`');
  return key;
}
