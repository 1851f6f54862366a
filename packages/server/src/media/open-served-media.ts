import type { Clock, Journal, Storage } from '@parley/core';
import type { MediaConfig } from '../config.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import { systemFreeBytes } from './blobs/disk-space.ts';
import { openMedia, type Media } from './media.ts';
import { createUnderstanding } from './understand/understand.ts';

export interface ServedMediaDeps {
  readonly config: { readonly dataDir: string; readonly media: MediaConfig };
  readonly storage: Pick<Storage, 'media' | 'cluster'>;
  readonly journal?: Pick<Journal, 'figures'> | undefined;
  readonly blobs?: BlobStore | undefined;
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
  readonly log: Log;
}

/** Media as the settings want it; `undefined`: there is no place for it. @throws the error of the file system */
export async function openServedMedia(deps: ServedMediaDeps): Promise<Media | undefined> {
  const { config, blobs, clock, random, log } = deps;
  if (blobs === undefined) return undefined;
  const understanding = createUnderstanding({
    clock,
    warn: (what, details) => {
      log.warn({ ...details }, what);
    },
  });
  return openMedia({
    ...deps,
    dataDir: config.dataDir,
    limits: config.media,
    blobs,
    understanding,
    freeBytes: systemFreeBytes,
    randomBytes: random.bytes,
    warn: (what, error) => {
      log.warn(error === undefined ? {} : { err: error }, what);
    },
  });
}
