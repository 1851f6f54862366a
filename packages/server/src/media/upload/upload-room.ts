import type { MediaStore } from '@parley/core';
import { accept, refuse, sizes, type Result, type UserId } from '@parley/protocol';
import type { FreeBytes } from '../blobs/disk-space.ts';
import { addTo, once } from '../count-by-person.ts';
import { createDiskRoom, type Arrival } from './disk-room.ts';

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

/** Room for a file that is being received. */
export interface Reservation extends Arrival {
  /** what may come; more is `too_large` */
  readonly maxBytes: number;
}

/** How much may be received: uploads at a time, bytes of each, of each person, and of the disk. LIM1, MED6 */
export interface UploadRoom {
  /** One more upload under way; answers what ends it. */
  enter(user: UserId): Result<() => void>;
  /**
   * Room for a file that begins to come.
   * @param announced bytes that are to come at most, where that is known
   */
  reserve(user: UserId, announced: number | undefined): Promise<Result<Reservation>>;
  /**
   * Keeps bytes of the person's quota for a file that is to come, from the moment it is announced, so that uploads at
   * the same time cannot pass it together. Answers what ends that; the space for it is `expect`ed when it comes.
   */
  announce(user: UserId, bytes: number): Promise<Result<() => void>>;
  /** The same for bytes that were promised before this process began. */
  hold(user: UserId, bytes: number): () => void;
  /** Space for bytes of a file that was announced. */
  expect(user: UserId, bytes: number): Promise<Result<Arrival>>;
  /** Whether a file of this size may come at all: one announced to an earlier run may be larger by now. */
  checkSize(bytes: number): Result<void>;
}

export function createUploadRoom({ media, limits, folder, freeBytes }: UploadRoomDeps): UploadRoom {
  const { maxUploadBytes, quotaBytes, minFreeBytes } = limits;
  const disk = createDiskRoom({ folder, freeBytes, minFreeBytes });
  /** of quotas */
  const held = new Map<UserId, number>();
  const underWay = new Map<UserId, number>();
  let underWayOfAll = 0;

  function hold(user: UserId, bytes: number): () => void {
    addTo(held, user, bytes);
    return once(() => {
      addTo(held, user, -bytes);
    });
  }

  function checkSize(bytes: number): Result<void> {
    return bytes > maxUploadBytes ? tooLarge(maxUploadBytes) : accept(undefined);
  }

  /** Bytes that somebody keeps; not asked for where there is no quota. */
  const askUsage = async (user: UserId) => (quotaBytes === 0 ? 0 : (await media.usage(user)).bytes);

  /** How much may come, beside `used`. Nothing is waited for between this and holding it: see the disk's room. */
  function judgeQuota(user: UserId, announced: number, used: number): Result<number> {
    if (quotaBytes === 0) return accept(maxUploadBytes);
    const left = Math.max(0, quotaBytes - used - (held.get(user) ?? 0));
    return left === 0 || announced > left
      ? overQuota(left, quotaBytes)
      : accept(Math.min(maxUploadBytes, left));
  }

  return {
    hold,
    expect: (user, bytes) => disk.expect(user, bytes),
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
    checkSize,
    async reserve(user, announced) {
      // What says nothing of itself may be as large as anything.
      const [own, least] = [announced ?? maxUploadBytes, announced ?? 0];
      const allowed = checkSize(own);
      if (!allowed.ok) return allowed;
      const used = await askUsage(user);
      const space = await disk.expect(user, own, least);
      if (!space.ok) return space;
      const { arrived, release: leave } = space.value;
      const quota = judgeQuota(user, least, used);
      if (!quota.ok) {
        leave();
        return quota;
      }
      const release = hold(user, own);
      const releaseAll = () => {
        release();
        leave();
      };
      return accept({ maxBytes: quota.value, arrived, release: releaseAll });
    },
    async announce(user, bytes) {
      const allowed = checkSize(bytes);
      if (!allowed.ok) return allowed;
      const used = await askUsage(user);
      const fits = await disk.check(bytes);
      if (!fits.ok) return fits;
      const quota = judgeQuota(user, bytes, used);
      return quota.ok ? accept(hold(user, bytes)) : quota;
    },
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
