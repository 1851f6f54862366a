import { giveBack } from './give-back.ts';
import type { IncomingFile } from './incoming-file.ts';

/** How the bytes of a request came to an end. `cut`: this side wanted no more. `lost`: the connection broke. */
export type Ending = 'whole' | 'cut' | 'lost';

/** How a body is received. */
export interface Reception {
  /** ends it early */
  readonly signal?: AbortSignal;
  /** so many bytes more */
  readonly onArrived?: (bytes: number) => void;
}

/**
 * Hands over a request's body piece by piece, waiting for each to be taken; more than one piece is never held.
 * @param take answers whether it wants more; the piece is gone when it has answered
 * @throws what `take` throws
 */
export async function readPieces(
  body: ReadableStream<Uint8Array> | null,
  take: (piece: Uint8Array) => Promise<boolean>,
  { signal, onArrived }: Reception = {},
): Promise<Ending> {
  if (body === null) return 'whole';
  const isStopped = () => signal?.aborted === true;
  const reader = body.getReader();
  const stop = () => {
    // The read that waits ends with this; a body that has broken off meanwhile is nothing new.
    reader.cancel().catch(() => undefined);
  };
  signal?.addEventListener('abort', stop);
  try {
    for (;;) {
      if (isStopped()) return 'cut';
      const next = await reader.read().catch(() => undefined);
      if (next === undefined) return 'lost';
      if (next.done) return isStopped() ? 'cut' : 'whole';
      onArrived?.(next.value.length);
      const wantsMore = await take(next.value);
      giveBack(next.value);
      if (!wantsMore) return 'cut';
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** Puts a request's body into a file, as much as it may have. @throws the error of the file system */
export function receiveInto(
  file: IncomingFile,
  body: ReadableStream<Uint8Array> | null,
  reception?: Reception,
): Promise<Ending> {
  return readPieces(
    body,
    async (piece) => {
      await file.add(piece);
      return !file.isOver();
    },
    reception,
  );
}
