import type { MediaStore } from '@parley/core';
import { accept, refuse, sizes, type Result, type UserId } from '@parley/protocol';
import type { FreeBytes } from '../blobs/disk-space.ts';
import { addTo, once } from '../count-by-person.ts';
import { noSpace } from './storage-trouble.ts';

export interface UploadRoomDeps {
  readonly media: Pick<MediaStore, 'usage'>;
  readonly limits: MediaLimits;
  /** of files that are being received */
  readonly folder: string;
  readonly freeBytes: FreeBytes;
}

export interface MediaLimits {
  /** `MAX_UPLOAD_MB` */
  readonly maxUploadBytes: number;
  /** bytes that one person may keep; 0: as many as they like */
  readonly quotaBytes: number;
  /** Below this much free space on the disk nothing is received. */
  readonly minFreeBytes: number;
}

/** Bytes that are kept free for somebody. */
export interface Reservation {
  /** what may come; more is `too_large` */
  readonly maxBytes: number;
  /** They are there, or will not come. */
  release(): void;
}

/** How much may be received: uploads at a time, bytes of each, of each person, and of the disk. LIM1, MED6 */
export interface UploadRoom {
  /** One more upload under way; answers what ends it. */
  enter(user: UserId): Result<() => void>;
  /**
   * Keeps bytes free, from the moment they are announced, so that uploads at the same time cannot pass a limit together.
   * @param announced bytes that are to come at most, where that is known
   */
  reserve(user: UserId, announced: number | undefined): Promise<Result<Reservation>>;
  /** The same for bytes that were promised before this process began. */
  hold(user: UserId, bytes: number): () => void;
  /** Whether the disk has space for anything. */
  checkDisk(): Promise<Result<void>>;
}

export function createUploadRoom({ media, limits, folder, freeBytes }: UploadRoomDeps): UploadRoom {
  const { maxUploadBytes, quotaBytes, minFreeBytes } = limits;
  const held = new Map<UserId, number>();
  const underWay = new Map<UserId, number>();
  let [heldByAll, underWayOfAll] = [0, 0];

  function hold(user: UserId, bytes: number): () => void {
    addTo(held, user, bytes);
    heldByAll += bytes;
    return once(() => {
      addTo(held, user, -bytes);
      heldByAll -= bytes;
    });
  }

  /** Bytes that this person may still send, beside `own`; `undefined`: there is no quota. */
  async function leftOf(user: UserId, own: number): Promise<number | undefined> {
    if (quotaBytes === 0) return undefined;
    const { bytes } = await media.usage(user);
    return Math.max(0, quotaBytes - bytes - (held.get(user) ?? 0) + own);
  }

  async function judge(user: UserId, announced: number | undefined, own: number): Promise<Result<number>> {
    const left = await leftOf(user, own);
    if (left !== undefined && (left === 0 || (announced ?? 0) > left)) return overQuota(left, quotaBytes);
    const free = (await freeBytes(folder)) - heldByAll + own;
    if (free - (announced ?? 0) < minFreeBytes) return noSpace();
    return accept(Math.min(maxUploadBytes, left ?? maxUploadBytes));
  }

  return {
    hold,
    enter(user) {
      if ((underWay.get(user) ?? 0) >= sizes.uploadsAtOnce)
        return refuse('rate_limited', `You may have ${sizes.uploadsAtOnce} uploads under way at a time.`);
      if (underWayOfAll >= sizes.uploadsOfAll)
        return refuse('overloaded', 'The server is busy with other uploads.');
      addTo(underWay, user, 1);
      underWayOfAll += 1;
      return accept(
        once(() => {
          addTo(underWay, user, -1);
          underWayOfAll -= 1;
        }),
      );
    },
    async reserve(user, announced) {
      if (announced !== undefined && announced > maxUploadBytes) return tooLarge(maxUploadBytes);
      const own = announced ?? maxUploadBytes;
      // Before it is judged: what asks meanwhile is judged behind this.
      const release = hold(user, own);
      try {
        const judged = await judge(user, announced, own);
        if (judged.ok) return accept({ maxBytes: judged.value, release });
        release();
        return judged;
      } catch (error) {
        release();
        throw error;
      }
    },
    checkDisk: async () => ((await freeBytes(folder)) < minFreeBytes ? noSpace() : accept(undefined)),
  };
}

export function tooLarge(maxBytes: number) {
  return refuse('too_large', `A file may have at most ${inMegabytes(maxBytes)}.`);
}

/** `too_large`, because less may fit. */
export function overQuota(left: number, quotaBytes: number) {
  return refuse(
    'too_large',
    `Your files may have ${inMegabytes(quotaBytes)} together; ${inMegabytes(left)} of that are left. Deleting messages with files makes room.`,
  );
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  return `${Number.isInteger(megabytes) ? megabytes : megabytes.toFixed(1)} MB`;
}
