import type { Chat, Clock, Journal, Storage } from '@parley/core';
import type { BlobStore } from './blobs/blob-store.ts';
import type { FreeBytes } from './blobs/disk-space.ts';
import { createServeFile } from './serve/serve-file.ts';
import { createSweep, type Sweep } from './sweep.ts';
import type { Understanding } from './understand/understand.ts';
import { createKeepUpload } from './upload/keep-upload.ts';
import { createReceiveForm } from './upload/receive-form.ts';
import { createReceivePoster } from './upload/receive-poster.ts';
import { createTusUploads, type TusUploads } from './upload/tus-uploads.ts';
import { openUnfinishedUploads } from './upload/unfinished-uploads.ts';
import { openUploadFolder } from './upload/upload-folder.ts';
import { createUploadRoom, type MediaLimits } from './upload/upload-room.ts';

export interface MediaDeps {
  readonly dataDir: string;
  readonly limits: MediaLimits;
  readonly storage: Pick<Storage, 'media' | 'cluster'>;
  readonly journal?: Pick<Journal, 'figures'> | undefined;
  readonly blobs: BlobStore;
  readonly understanding: Understanding;
  readonly freeBytes: FreeBytes;
  readonly clock: Clock;
  /** that many unpredictable bytes */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly warn: (what: string, error?: unknown) => void;
}

/** Files of people: received, kept, served, and removed again. */
export interface Media {
  readonly receiveForm: ReturnType<typeof createReceiveForm>;
  readonly receivePoster: ReturnType<typeof createReceivePoster>;
  readonly tus: TusUploads;
  serveFile(chat: Pick<Chat, 'findMedia'>): ReturnType<typeof createServeFile>;
  readonly sweep: Pick<Sweep, 'start' | 'release'>;
  /** Resolves when nothing runs any more. */
  close(): Promise<void>;
}

const ID_BYTES = 16;

/** Opens the folder of uploads. @throws the error of the file system */
export async function openMedia(deps: MediaDeps): Promise<Media> {
  const { storage, journal, blobs, clock, warn } = deps;
  const { media } = storage;
  const newMediaId = () => Buffer.from(deps.randomBytes(ID_BYTES)).toString('hex');
  const folder = await openUploadFolder(deps.dataDir);
  const room = createUploadRoom({ ...deps, media, folder: folder.path });
  const eraseSoon = (sha256: string, condemnedAt?: number) => {
    sweep.eraseSoon(sha256, condemnedAt);
  };
  const keepUpload = createKeepUpload({ ...deps, media, onFailed: eraseSoon });
  const unfinished = await openUnfinishedUploads({ folder, room, clock, warn });
  const shared = { room, folder, keepUpload, media, newMediaId, clock };
  const tus = createTusUploads({
    ...shared,
    unfinished,
    onRemoved: eraseSoon,
  });
  const sweep = createSweep({
    media,
    blobs,
    cluster: storage.cluster,
    areMessagesWaiting: () => (journal?.figures().records ?? 0) > 0,
    clock,
    warn,
    removeExpired: tus.removeExpired,
  });
  return {
    receiveForm: createReceiveForm(shared),
    receivePoster: createReceivePoster(shared),
    tus,
    serveFile: (chat) => createServeFile({ chat, blobs, clock }),
    sweep,
    async close() {
      await Promise.all([sweep.close(), deps.understanding.close()]);
    },
  };
}
