import { refuse } from '@parley/protocol';
import { BlobError } from '../blobs/blob-store.ts';

/** No more space, nor a sign of it. */
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** The disk, or the way to it. */
const broken = new Set([
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOTCONN',
  'ESTALE',
  'ENODEV',
]);

/**
 * What went wrong where files are kept, as a refusal; `undefined`: it is something else, and a bug or a dead
 * dependency. OPS4
 */
export function storageTrouble(error: unknown) {
  if (error instanceof BlobError) return refuse('unavailable', error.message, { retryAfterMs: RETRY_MS });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (full.has(code)) return noSpace();
  return broken.has(code)
    ? refuse('unavailable', 'The server cannot write to its disk right now.', { retryAfterMs: RETRY_MS })
    : undefined;
}

export function noSpace() {
  return refuse('unavailable', 'The server has no space left for files.', { retryAfterMs: RETRY_MS });
}

/** Space does not come back in seconds. */
const RETRY_MS = 30_000;
