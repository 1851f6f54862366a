import { StoreError } from '@parley/core';
import { refuse, type Refusal } from '@parley/protocol';
import type { Log } from '../log.ts';

const STORE_RETRY_MS = 1_000;

/** What a client is told of something thrown: `unavailable` for the store, else `internal`, logged under the request's id. */
export function describeThrow(
  error: unknown,
  log: Log,
  where: { request_id: string; route: string },
): Refusal {
  if (error instanceof StoreError) {
    log.warn({ ...where, err: error }, 'the store could not answer');
    return refuse('unavailable', 'The store cannot be reached right now.', { retryAfterMs: STORE_RETRY_MS })
      .error;
  }
  log.error({ ...where, err: error }, 'a request failed');
  return refuse('internal', 'A fault of the server; it was logged under this request_id.').error;
}
