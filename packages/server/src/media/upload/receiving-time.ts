import type { Clock } from '@parley/core';
import { sizes } from '@parley/protocol';
import type { Reception } from './read-pieces.ts';

const CHECK_MS = 60_000;

/**
 * Runs what receives a body, with a signal that ends it when it takes too long for the bytes that have come: a sender of
 * one byte every few minutes would keep its place, and the space for the rest, for ever. MED10
 */
export async function inReceivingTime<Value>(
  clock: Pick<Clock, 'every' | 'monotonicMs'>,
  receive: (late: AbortSignal, onArrived: NonNullable<Reception['onArrived']>) => Promise<Value>,
): Promise<Value> {
  const late = new AbortController();
  const startedMs = clock.monotonicMs();
  let arrived = 0;
  const stop = clock.every(CHECK_MS, () => {
    const mayTakeMs = sizes.receivingMs + (arrived / sizes.receivingBytesPerS) * 1000;
    if (clock.monotonicMs() - startedMs > mayTakeMs) late.abort();
  });
  try {
    return await receive(late.signal, (bytes) => {
      arrived += bytes;
    });
  } finally {
    stop();
  }
}
