import { StoreError } from '@parley/core';
import { refuse, type Refusal } from '@parley/protocol';
import type { SocketLog } from './socket-deps.ts';

// A store that fails is usually back within this; clients add jitter of their own.
const STORE_RETRY_MS = 1_000;

export interface FaultContext {
  readonly log: SocketLog;
  readonly requestId: string;
  /** What was being done: an event's name. */
  readonly what: string;
}

/** What a device is told of something thrown: `unavailable` for the store, else `internal`, logged under the request id. */
export function describeFault(error: unknown, { log, requestId, what }: FaultContext): Refusal {
  if (error instanceof StoreError) {
    const sentence = 'The server cannot reach its store right now.';
    return refuse('unavailable', sentence, { retryAfterMs: STORE_RETRY_MS }).error;
  }
  log.error({ err: error, request_id: requestId, what }, 'a call over a socket failed');
  return refuse('internal', `A fault of the server, noted as ${requestId}.`).error;
}
