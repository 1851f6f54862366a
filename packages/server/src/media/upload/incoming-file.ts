import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { giveBack } from './give-back.ts';
import { createSyncAlong } from './sync-along.ts';

/** Small pieces are gathered to so many bytes before they go to the disk; as many are on their way meanwhile. */
const BATCH_BYTES = 64 * 1024;

export interface IncomingFileOptions {
  readonly path: string;
  /** where to go on in a file that is there; not there: it is made, and must not be there yet */
  readonly offset?: number;
  /** How many bytes may come; what is beyond is dropped, and `isOver`. */
  readonly maxBytes: number;
}

/** A file that is being received: never more than two batches of it in memory beside what is added, hashed as they come. MED6 */
export interface IncomingFile {
  /** Bytes taken so far, without what was dropped. */
  size(): number;
  isOver(): boolean;
  /** Takes the next bytes, which are the caller's again when it resolves; one call at a time. @throws the error of the file system */
  add(bytes: Uint8Array): Promise<void>;
  /**
   * Everything that was taken is written, and the file closed. Answers the SHA-256 of what came, in hex.
   * @param how synced: what may be needed after a power cut; whoever keeps a file syncs it anyway
   */
  finish(how?: 'written' | 'synced'): Promise<string>;
  /** Closes the file and removes it. Never fails. */
  discard(): Promise<void>;
}

/** @throws the error of the file system */
export async function openIncomingFile({
  path,
  offset,
  maxBytes,
}: IncomingFileOptions): Promise<IncomingFile> {
  const handle = await open(path, offset === undefined ? 'wx' : 'r+');
  const hasher = createHash('sha256');
  const syncAlong = createSyncAlong(handle);
  let [size, position, isOver] = [0, offset ?? 0, false];
  let gathered = 0;
  let batch = Buffer.allocUnsafeSlow(BATCH_BYTES);
  /** being written, or free */
  let other = Buffer.allocUnsafeSlow(0);
  let writing: Promise<void> = Promise.resolve();

  async function write(bytes: Uint8Array, at: number): Promise<void> {
    // A disk that is about to be full takes a part, and says so only when asked again.
    for (let done = 0; done < bytes.length;)
      done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
    syncAlong.wrote(bytes.length);
  }

  /** One write at a time; the error of the last one is met here. */
  async function hand(): Promise<void> {
    await writing;
    const full = batch;
    batch = other.length > 0 ? other : Buffer.allocUnsafeSlow(BATCH_BYTES);
    other = full;
    writing = write(full.subarray(0, gathered), position);
    // Whoever waits next meets it; until then it is nobody's.
    writing.catch(() => undefined);
    position += gathered;
    gathered = 0;
  }

  /** When nothing is on its way to it any more. */
  async function closeFile(): Promise<void> {
    await Promise.allSettled([writing, syncAlong.settled()]);
    for (const buffer of [batch, other]) giveBack(buffer);
    await handle.close();
  }

  return {
    size: () => size,
    isOver: () => isOver,
    async add(bytes) {
      isOver ||= size + bytes.length > maxBytes;
      const taken = isOver ? bytes.subarray(0, Math.max(0, maxBytes - size)) : bytes;
      size += taken.length;
      hasher.update(taken);
      if (gathered > 0 && gathered + taken.length > BATCH_BYTES) await hand();
      if (taken.length < BATCH_BYTES) {
        batch.set(taken, gathered);
        gathered += taken.length;
        return;
      }
      // Large enough to go by itself: the sooner it is written, the sooner its memory is free.
      await writing;
      await write(taken, position);
      position += taken.length;
    },
    async finish(how = 'written') {
      try {
        if (gathered > 0) await hand();
        await writing;
        await syncAlong.settled();
        if (how === 'synced') await handle.datasync();
      } finally {
        await closeFile();
      }
      return hasher.digest('hex');
    },
    async discard() {
      await closeFile().catch(() => undefined);
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}
