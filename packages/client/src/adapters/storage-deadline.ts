import type { Clock } from '../ports/clock.ts';
import type { Storage, StorageChange } from '../ports/storage.ts';

/** Longer than a slow disk takes; shorter than a person waits for an empty screen. */
const deadlineMs = 5_000;
/** Files are written at this pace at least, also by a phone. */
const bytesPerMs = 2_000;

/**
 * A storage whose calls end: one that has not answered for 5 s rejects, and while it hangs the next ones reject at
 * once, so that a browser that never opens its database holds nothing up. A late write may still happen.
 */
export function createStorageDeadline(storage: Storage, clock: Clock): Storage {
  let hanging = 0;

  async function inTime<Value>(call: () => Promise<Value>, moreMs = 0): Promise<Value> {
    if (hanging > 0) throw new Error('The storage does not answer.');
    const late = Promise.withResolvers<never>();
    let isLate = false;
    const cancel = clock.after(deadlineMs + moreMs, () => {
      isLate = true;
      hanging += 1;
      late.reject(new Error('The storage did not answer in time.'));
    });
    const answer = call().finally(() => {
      cancel();
      if (isLate) hanging -= 1;
    });
    // When it is late nobody waits for it any more.
    answer.catch(() => undefined);
    return Promise.race([answer, late.promise]);
  }

  return {
    find: (table, key) => inTime(() => storage.find(table, key)),
    list: (table) => inTime(() => storage.list(table)),
    write: (changes) => inTime(() => storage.write(changes), sizeOf(changes) / bytesPerMs),
    clear: (tables) => inTime(() => storage.clear(tables)),
    close: () => inTime(() => storage.close()),
  };
}

function sizeOf(changes: readonly StorageChange[]): number {
  return changes.reduce((bytes, { value }) => bytes + (value instanceof Blob ? value.size : 0), 0);
}
