import type { Clock } from '@parley/core';
import { sizes } from '@parley/protocol';

/**
 * Runs what receives a body, with a signal that ends it when it takes too long for its bytes: a sender of one byte every
 * few minutes would keep its place, and the space for the rest, for ever. MED10
 */
export async function inReceivingTime<Value>(
  clock: Pick<Clock, 'after'>,
  bytes: number,
  receive: (late: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const late = new AbortController();
  const limitMs = sizes.receivingMs + (bytes / sizes.receivingBytesPerS) * 1000;
  const cancel = clock.after(limitMs, () => {
    late.abort();
  });
  try {
    return await receive(late.signal);
  } finally {
    cancel();
  }
}

/** How many bytes a request says that it has; what says nothing may have the most. */
export function bodyBytes({ headers }: Request, most: number): number {
  const length = headers.get('content-length');
  return length === null ? most : Math.min(Number(length), most);
}
