import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const PIECE_BYTES = 256 * 1024;

/** SHA-256 of what a file holds, in hex, read piece by piece. @throws the error of the file system */
export async function hashFile(path: string): Promise<string> {
  const hasher = createHash('sha256');
  const handle = await open(path, 'r');
  try {
    const piece = new Uint8Array(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, null);
      if (bytesRead === 0) return hasher.digest('hex');
      hasher.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
