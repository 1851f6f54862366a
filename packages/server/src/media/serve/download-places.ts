import type { Clock } from '@parley/core';
import { accept, refuse, sizes, type Result, type UserId } from '@parley/protocol';
import { watchBody } from '../blobs/watch-body.ts';
import { addTo, once } from '../count-by-person.ts';

/**
 * Who may have a body of S3 open. Bun has 256 requests of this process under way at most, and a body that nobody reads
 * stays one of them: without a bound one person could stop the media of all. MED10
 */
export interface DownloadPlaces {
  /**
   * A place, and what gives it back. Where there is none, it waits a little: a page with many pictures asks for all of
   * them at once, and each is soon done.
   * @param left whoever asked is gone
   */
  enter(user: UserId, left: AbortSignal): Promise<Result<() => void>>;
}

interface Waiting {
  readonly user: UserId;
  readonly end: (outcome: Result<() => void>) => void;
}

/** Longer, and it is those before it that stand still. */
const WAIT_MS = 10_000;
const RETRY_MS = 2_000;
const MAX_WAITING = 10 * sizes.downloadsWaiting;

export function createDownloadPlaces(clock: Pick<Clock, 'after'>): DownloadPlaces {
  const open = new Map<UserId, number>();
  /** in the order in which they came */
  const waiting = new Set<Waiting>();
  let openOfAll = 0;

  const isOwnRoom = (user: UserId) => (open.get(user) ?? 0) < sizes.downloadsAtOnce;
  const isRoom = () => openOfAll < sizes.downloadsOfAll;

  function take(user: UserId): () => void {
    addTo(open, user, 1);
    openOfAll += 1;
    return once(() => {
      addTo(open, user, -1);
      openOfAll -= 1;
      admit();
    });
  }

  function admit(): void {
    for (const { user, end } of waiting) {
      if (!isRoom()) return;
      if (isOwnRoom(user)) end(accept(take(user)));
    }
  }

  function isQueueFull(user: UserId): boolean {
    if (waiting.size >= MAX_WAITING) return true;
    return [...waiting].filter((one) => one.user === user).length >= sizes.downloadsWaiting;
  }

  function refuseNow(user: UserId): Result<never> {
    const retry = { retryAfterMs: RETRY_MS };
    return isOwnRoom(user)
      ? refuse('overloaded', 'The server is busy with other downloads.', retry)
      : refuse('rate_limited', `You may have ${sizes.downloadsAtOnce} downloads under way at a time.`, retry);
  }

  return {
    async enter(user, left) {
      if (isRoom() && isOwnRoom(user)) return accept(take(user));
      if (left.aborted || isQueueFull(user)) return refuseNow(user);
      return new Promise((resolve) => {
        const giveUp = () => {
          one.end(refuseNow(user));
        };
        const cancel = clock.after(WAIT_MS, giveUp);
        const one: Waiting = {
          user,
          end(outcome) {
            waiting.delete(one);
            left.removeEventListener('abort', giveUp);
            cancel();
            resolve(outcome);
          },
        };
        left.addEventListener('abort', giveUp);
        waiting.add(one);
      });
    },
  };
}

/** The same bytes; `task` runs when they are read, or fail, or are cancelled, or whoever asked is gone. */
export function whenEnded(
  body: ReadableStream<Uint8Array>,
  left: AbortSignal,
  task: () => void,
): ReadableStream<Uint8Array> {
  const watched = watchBody(body, {
    ended() {
      left.removeEventListener('abort', watched.stop);
      task();
    },
  });
  left.addEventListener('abort', watched.stop);
  if (left.aborted) watched.stop();
  return watched.body;
}
