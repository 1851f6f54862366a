import type { Clock } from '@parley/core';
import type { AnswerBody } from '@parley/protocol';
import { BlobError, type BlobStore } from '../media/blobs/blob-store.ts';

export type MediaHealth = () => Promise<AnswerBody<'media_health'>>;

export interface MediaHealthDeps {
  /** `undefined`: this server takes no media */
  readonly blobs: Pick<BlobStore, 'place' | 'check'> | undefined;
  /** of the disk that uploads arrive on */
  readonly freeBytes: () => Promise<number>;
  readonly minFreeBytes: number;
  readonly clock: Pick<Clock, 'after' | 'monotonicMs'>;
}

type Status = AnswerBody<'media_health'>['status'];

/** A place that takes longer than this is of no use to whoever waits for an upload. */
const CHECK_DEADLINE_MS = 2_000;
/** Checking is a write: probes must not add up to a load. */
const FRESH_MS = 5_000;

/** Asks the place for media how it is: one question at a time, and seldom, however many ask. */
export function createMediaHealth(deps: MediaHealthDeps): MediaHealth {
  const { blobs, freeBytes, minFreeBytes, clock } = deps;
  let asking: Promise<Status> | undefined;
  let last: { readonly status: Status; readonly atMs: number } | undefined;

  async function ask(place: Pick<BlobStore, 'check'>): Promise<Status> {
    try {
      if ((await freeBytes()) < minFreeBytes) return 'full';
      await place.check();
      return 'healthy';
    } catch (error) {
      return error instanceof BlobError && error.kind === 'full' ? 'full' : 'down';
    }
  }

  async function askOnce(place: Pick<BlobStore, 'check'>): Promise<Status> {
    if (last !== undefined && clock.monotonicMs() - last.atMs < FRESH_MS) return last.status;
    asking ??= ask(place).then((status) => {
      [asking, last] = [undefined, { status, atMs: clock.monotonicMs() }];
      return status;
    });
    const late = Promise.withResolvers<Status>();
    const cancel = clock.after(CHECK_DEADLINE_MS, () => {
      late.resolve('down');
    });
    try {
      return await Promise.race([asking, late.promise]);
    } finally {
      cancel();
    }
  }

  return async () =>
    blobs === undefined
      ? { status: 'off', place: null }
      : { status: await askOnce(blobs), place: blobs.place };
}
