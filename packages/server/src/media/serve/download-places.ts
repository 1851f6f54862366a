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
   * Where there is no place, it waits a little: a page with many pictures asks for all of them at once, and each is soon
   * done. Meanwhile a download of which next to nothing is taken has to yield: a player that has enough for now asks for
   * the rest when it needs it.
   * @param left whoever asked is gone
   */
  enter(user: UserId, left: AbortSignal): Promise<Result<DownloadPlace>>;
}

export interface DownloadPlace {
  /** So many more bytes of it were taken. */
  taken(bytes: number): void;
  /** Somebody else is to have the place. */
  readonly yields: AbortSignal;
  /** Again is fine. */
  leave(): void;
}

interface Open {
  readonly user: UserId;
  readonly yielding: AbortController;
  isSlow: boolean;
}

interface Waiting {
  readonly user: UserId;
  readonly end: (outcome: Result<DownloadPlace>) => void;
}

/** Longer, and it is those before it that stand still. */
const WAIT_MS = 10_000;
const RETRY_MS = 2_000;
const MAX_WAITING = 10 * sizes.downloadsWaiting;
/** Over so long a pace is judged: what is on its way to a slow phone leaves here by megabytes. */
const PACE_MS = 60_000;
const PACE_BYTES = (PACE_MS / 1000) * sizes.downloadBytesPerS;

export function createDownloadPlaces(clock: Pick<Clock, 'after' | 'every'>): DownloadPlaces {
  const counts = new Map<UserId, number>();
  const open = new Set<Open>();
  /** in the order in which they came */
  const waiting = new Set<Waiting>();

  const isOwnRoom = (user: UserId) => (counts.get(user) ?? 0) < sizes.downloadsAtOnce;
  const isRoom = () => open.size < sizes.downloadsOfAll;

  function take(user: UserId): DownloadPlace {
    const one: Open = { user, yielding: new AbortController(), isSlow: false };
    let bytes = 0;
    const stop = clock.every(PACE_MS, () => {
      one.isSlow = bytes < PACE_BYTES;
      bytes = 0;
      makeRoom();
    });
    addTo(counts, user, 1);
    open.add(one);
    return {
      taken(count) {
        bytes += count;
      },
      yields: one.yielding.signal,
      leave: once(() => {
        stop();
        addTo(counts, user, -1);
        open.delete(one);
        admit();
      }),
    };
  }

  /** For each that waits, one that would make room for it and is slow ends. */
  function makeRoom(): void {
    for (const { user } of waiting) {
      const helps = (one: Open) => one.user === user || isOwnRoom(user);
      for (const one of open)
        if (one.isSlow && helps(one)) {
          one.isSlow = false;
          one.yielding.abort();
          break;
        }
    }
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
        makeRoom();
      });
    },
  };
}

/** The same bytes; the place is given back when they are read, or fail, or are cancelled, or whoever asked is gone. */
export function inPlace(
  body: ReadableStream<Uint8Array>,
  left: AbortSignal,
  { taken, yields, leave }: DownloadPlace,
): ReadableStream<Uint8Array> {
  const ends = [left, yields];
  const watched = watchBody(body, {
    taken,
    ended() {
      for (const signal of ends) signal.removeEventListener('abort', watched.stop);
      leave();
    },
  });
  for (const signal of ends) signal.addEventListener('abort', watched.stop);
  if (ends.some(({ aborted }) => aborted)) watched.stop();
  return watched.body;
}
