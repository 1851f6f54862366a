import { aroundAll } from './around-all.ts';
import { inTime } from './in-time.ts';
import type { Clock } from './ports/clock.ts';
import type { Storage } from './ports/storage.ts';

/**
 * A store whose reads and account and media writes end in time: a hung database becomes a `StoreError`, so nobody waits for ever.
 * Commits have a deadline of their own, in the pipeline. What such a write did by then is unknown.
 */
export function withReadDeadlines(storage: Storage, clock: Clock, deadlineMs: number): Storage {
  const limited = <Part extends object>(part: Part): Part =>
    aroundAll(part, (call) => inTime(clock, deadlineMs, call()));

  return {
    ...storage,
    conversations: limited(storage.conversations),
    accounts: limited(storage.accounts),
    media: limited(storage.media),
    ...(storage.cluster === undefined ? {} : { cluster: limited(storage.cluster) }),
  };
}
