import { accept, refuse, type Result, type UserId } from '@parley/protocol';
import type { FreeBytes } from '../blobs/disk-space.ts';
import { addTo } from '../count-by-person.ts';
import { noSpace } from './storage-trouble.ts';

export interface DiskRoomDeps {
  /** of files that are being received */
  readonly folder: string;
  readonly freeBytes: FreeBytes;
  /** Below this much free space nothing is received. */
  readonly minFreeBytes: number;
}

/** Space that is kept free for bytes on their way. */
export interface Arrival {
  /** So many more are there: the disk has less free space by itself now. */
  arrived(bytes: number): void;
  /** No more will come. Again is fine. */
  release(): void;
}

/**
 * Space on the disk for what is being received at this moment. What was only announced keeps none: it may never come.
 * MED6
 */
export interface DiskRoom {
  /** Whether so many bytes would fit now. @throws the error of the file system */
  check(bytes: number): Promise<Result<void>>;
  /**
   * Keeps space for bytes that begin to come.
   * @param least how many are sure to come, where that is not known to be all
   * @throws the error of the file system
   */
  expect(user: UserId, bytes: number, least?: number): Promise<Result<Arrival>>;
}

export function createDiskRoom({ folder, freeBytes, minFreeBytes }: DiskRoomDeps): DiskRoom {
  const expected = new Map<UserId, number>();
  let expectedOfAll = 0;

  function add(user: UserId, bytes: number): void {
    addTo(expected, user, bytes);
    expectedOfAll += bytes;
  }

  function hold(user: UserId, bytes: number): Arrival {
    let left = bytes;
    const arrived = (count: number) => {
      const taken = Math.min(left, count);
      left -= taken;
      add(user, -taken);
    };
    add(user, bytes);
    return {
      arrived,
      release() {
        arrived(left);
      },
    };
  }

  /** Beside what is expected already. @param free bytes, as the disk says a moment ago */
  function judge(user: UserId | undefined, bytes: number, free: number): Result<void> {
    if (free - expectedOfAll < bytes) return noSpace();
    const before = user === undefined ? 0 : (expected.get(user) ?? 0);
    // One upload may take what there is, several of one person may not.
    if (before > 0 && before + bytes > free / 2)
      return refuse('rate_limited', 'Your other uploads need the space that there is; wait for them.');
    return accept(undefined);
  }

  const askDisk = async () => (await freeBytes(folder)) - minFreeBytes;

  return {
    check: async (bytes) => judge(undefined, bytes, await askDisk()),
    async expect(user, bytes, least = bytes) {
      const free = await askDisk();
      // From here to its end nothing is waited for: of two at once that do not both fit, the first is taken.
      const fits = judge(user, least, free);
      return fits.ok ? accept(hold(user, bytes)) : fits;
    },
  };
}
