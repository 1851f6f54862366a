import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';

/** Bytes that go to the disk in one call; as many are on their way while the next are gathered. */
const BATCH_BYTES = 256 * 1024;

export interface IncomingFileOptions {
  readonly path: string;
  /** where to go on in a file that is there; not there: it is made, and must not be there yet */
  readonly offset?: number;
  /** How many bytes may come; what is beyond is dropped, and `isOver`. */
  readonly maxBytes: number;
}

/** A file that is being received: never more than two batches of it in memory, hashed as they come. MED6 */
export interface IncomingFile {
  /** Bytes taken so far, without what was dropped. */
  size(): number;
  isOver(): boolean;
  /** Takes the next bytes; wait for `settle` before the next call. */
  add(bytes: Uint8Array): void;
  /** Resolves when there is room for more. @throws the error of the file system */
  settle(): Promise<void>;
  /** Everything that was taken is on the disk, synced, and the file closed. Answers the SHA-256 of what came, in hex. */
  finish(): Promise<string>;
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
  let [size, position, isOver] = [0, offset ?? 0, false];
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let writing: Promise<void> = Promise.resolve();

  async function write(pieces: Uint8Array[], at: number): Promise<void> {
    const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
    let { bytesWritten: done } = await handle.writev(pieces, at);
    if (done === total) return;
    // A disk that is about to be full takes a part, and says so only when asked again.
    const whole = Buffer.concat(pieces, total);
    while (done < total) done += (await handle.write(whole, done, total - done, at + done)).bytesWritten;
  }

  /** One write at a time; the error of the last one is met here. */
  async function hand(): Promise<void> {
    const [pieces, at] = [gathered, position];
    [gathered, gatheredBytes] = [[], 0];
    position += pieces.reduce((sum, piece) => sum + piece.length, 0);
    await writing;
    writing = write(pieces, at);
    // Whoever waits next meets it; until then it is nobody's.
    writing.catch(() => undefined);
  }

  return {
    size: () => size,
    isOver: () => isOver,
    add(bytes) {
      isOver ||= size + bytes.length > maxBytes;
      const taken = isOver ? bytes.subarray(0, Math.max(0, maxBytes - size)) : bytes;
      if (taken.length === 0) return;
      size += taken.length;
      hasher.update(taken);
      gathered.push(taken);
      gatheredBytes += taken.length;
    },
    settle: () => (gatheredBytes < BATCH_BYTES ? Promise.resolve() : hand()),
    async finish() {
      try {
        if (gatheredBytes > 0) await hand();
        await writing;
        await handle.datasync();
      } finally {
        await handle.close();
      }
      return hasher.digest('hex');
    },
    async discard() {
      await writing.catch(() => undefined);
      await handle.close().catch(() => undefined);
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}
