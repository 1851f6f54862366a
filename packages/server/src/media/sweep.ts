import type { Clock, ClusterStore, MediaRecord, MediaStore, Removal } from '@parley/core';
import type { BlobStore } from './blobs/blob-store.ts';
import { contentKey, thumbnailKey } from './content-keys.ts';

export interface SweepDeps {
  readonly media: Pick<
    MediaStore,
    'find' | 'listUnused' | 'remove' | 'condemn' | 'forget' | 'listCondemned' | 'takeOver'
  >;
  readonly blobs: Pick<BlobStore, 'remove'>;
  /** `undefined`: no other process works on the same store */
  readonly cluster: Pick<ClusterStore, 'dropClaims'> | undefined;
  /** Messages wait in this node's journal: they may carry what no stored one does. */
  readonly areMessagesWaiting: () => boolean;
  /** ends resumable uploads whose time is over */
  readonly removeExpired: () => Promise<number>;
  readonly clock: Clock;
  readonly warn: (what: string, error: unknown) => void;
}

/**
 * Removes what nobody uses, in the background, a little at a time: media that is in no message and no avatar for a day.
 * What fails is tried again with the next round. MED9
 */
export interface Sweep {
  /** The first round now, others from time to time: once the journal is read, so that it is known what waits there. */
  start(): void;
  /** A message no longer carries this media: unless something else uses it, it goes. */
  release(id: string): void;
  /**
   * The last record of this content was removed, or its bytes could not be kept.
   * @param condemnedAt since when it is condemned, by this process
   */
  eraseSoon(sha256: string, condemnedAt?: number): void;
  /** One round now; one at a time. */
  run(): Promise<void>;
  /** No more rounds; resolves when what is under way has ended. */
  close(): Promise<void>;
}

const UNUSED_MS = 24 * 60 * 60 * 1000;
const ROUND_MS = 10 * 60 * 1000;
const SOON_MS = 60 * 1000;
/** Long enough for a message that was about to carry it to be stored, or in the journal: FLUSH_INTERVAL may be a minute. */
const CLAIM_MS = 2 * 60 * 1000;
/** Whoever has been erasing one content for longer than this is gone. */
const ERASURE_MS = 10 * 60 * 1000;
/** So long whoever began may go on by itself: then others may soon. */
const OWN_ERASURE_MS = ERASURE_MS / 2;
const PAGE = 100;
/** Released media that is remembered; what is beyond is found when it is unused for a day. */
const MAX_RELEASED = 10_000;

export function createSweep(deps: SweepDeps): Sweep {
  const { media, blobs, cluster, areMessagesWaiting, removeExpired, clock, warn } = deps;
  const released = new Set<string>();
  /** Contents that nothing should name any more. */
  const removed = new Set<string>();
  /** Those of them that this process condemned, and when. */
  const begun = new Map<string, number>();
  let [isClosed, isFirstRound] = [false, true];
  let pending = 0;
  let working: Promise<void> = Promise.resolve();
  /** once it has started */
  let timers: readonly (() => void)[] | undefined;

  /** The bytes of a content, if no record names it and nobody else erases it. */
  async function erase(sha256: string): Promise<void> {
    const nowMs = clock.nowMs();
    if ((begun.get(sha256) ?? -Infinity) <= nowMs - OWN_ERASURE_MS) {
      begun.delete(sha256);
      if (!(await media.condemn(sha256, nowMs))) return;
      begun.set(sha256, nowMs);
    }
    await finishErasure(sha256);
  }

  async function finishErasure(sha256: string): Promise<void> {
    await blobs.remove(contentKey(sha256));
    await blobs.remove(thumbnailKey(sha256));
    // Whether a call that fails has forgotten it, nobody knows: it may be somebody's again.
    begun.delete(sha256);
    await media.forget(sha256);
  }

  async function removeRecord({ media: { id }, sha256 }: MediaRecord, claimedUpto: number): Promise<Removal> {
    const nowMs = clock.nowMs();
    const removal = await media.remove(id, claimedUpto, nowMs);
    if (removal === 'condemned') await eraseOwn(sha256, nowMs);
    return removal;
  }

  /** What this node claimed for messages that are stored by now, or never will be. */
  async function dropClaims(beforeMs = clock.nowMs() - CLAIM_MS): Promise<void> {
    if (!areMessagesWaiting()) await cluster?.dropClaims(beforeMs);
  }

  /** What this process has condemned just now. */
  async function eraseOwn(sha256: string, condemnedAt: number): Promise<void> {
    note(sha256, condemnedAt);
    await finishErasure(sha256);
    removed.delete(sha256);
  }

  /** What is beyond, and what ends with this process, is found among what is condemned. */
  function note(sha256: string, condemnedAt: number | undefined): void {
    if (removed.size >= MAX_RELEASED) return;
    removed.add(sha256);
    if (condemnedAt !== undefined) begun.set(sha256, condemnedAt);
  }

  async function eraseRemoved(): Promise<void> {
    for (const sha256 of [...removed]) {
      if (isClosed) return;
      await erase(sha256);
      removed.delete(sha256);
    }
  }

  async function removeReleased(): Promise<void> {
    for (const id of [...released]) {
      if (isClosed || areMessagesWaiting()) return;
      const record = await media.find(id);
      const removal = record && (await removeRecord(record, clock.nowMs() - CLAIM_MS));
      // Somebody may be about to send it again: the next time will tell.
      if (removal !== 'claimed') released.delete(id);
    }
  }

  async function removeUnused(): Promise<void> {
    const claimedBefore = clock.nowMs() - UNUSED_MS;
    let afterId = '';
    while (!isClosed && !areMessagesWaiting()) {
      const page = await media.listUnused({ claimedBefore, afterId }, PAGE);
      for (const record of page) await removeRecord(record, claimedBefore);
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) return;
      afterId = last.media.id;
    }
  }

  /** What was begun and not ended, by an earlier run of this or by a node that is gone. */
  async function finishErasures(): Promise<void> {
    const before = clock.nowMs() - (cluster === undefined && isFirstRound ? -1 : ERASURE_MS);
    for (const sha256 of await media.listCondemned(before)) {
      if (isClosed) return;
      const nowMs = clock.nowMs();
      // Other nodes find it too: whoever came second would erase what was sent again meanwhile.
      if (await media.takeOver(sha256, before, nowMs)) await eraseOwn(sha256, nowMs);
    }
    isFirstRound = false;
  }

  async function expire(): Promise<void> {
    await removeExpired();
  }

  /** Behind what is under way. */
  function work(tasks: readonly (() => Promise<void>)[]): Promise<void> {
    pending += 1;
    working = working.then(async () => {
      for (const task of tasks) if (!isClosed) await attempt(task);
      pending -= 1;
    });
    return working;
  }

  async function attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      warn('unused files could not be removed; they are tried again', error);
    }
  }

  function run(): Promise<void> {
    return work([expire, dropClaims, finishErasures, eraseRemoved, removeReleased, removeUnused]);
  }

  return {
    start() {
      if (isClosed) return;
      timers = [
        clock.every(ROUND_MS, () => void (pending === 0 ? run() : undefined)),
        clock.every(
          SOON_MS,
          () => void (pending === 0 ? work([dropClaims, eraseRemoved, removeReleased]) : undefined),
        ),
      ];
      void run();
    },
    release(id) {
      if (released.size < MAX_RELEASED) released.add(id);
    },
    eraseSoon(sha256, condemnedAt) {
      note(sha256, condemnedAt);
      // Until then the same cannot be sent again.
      if (condemnedAt !== undefined && pending === 0 && !isClosed) void work([eraseRemoved]);
    },
    run,
    async close() {
      isClosed = true;
      for (const stop of timers ?? []) stop();
      await working;
      // Nothing is sent any more: this node holds up nobody while it is away.
      if (timers !== undefined) await attempt(() => dropClaims(clock.nowMs() + 1));
    },
  };
}
