import { createMemoryStorage } from '../adapters/memory-storage.ts';
import type { Clock } from '../ports/clock.ts';
import type { Storage, StorageChange } from '../ports/storage.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A disk that takes its time, and one run's hands on it. */
export interface CrashingDisk {
  /** For one run of a client. `crash` loses every write that has not resolved yet. */
  open(): Storage & { crash(): void };
}

const slowestMs = 30;

export function createCrashingDisk(clock: Clock, random: SeededRandom): CrashingDisk {
  const disk = createMemoryStorage();
  const copy = (value: unknown): unknown =>
    value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

  return {
    open() {
      let isCrashed = false;
      let last: Promise<void> = Promise.resolve();
      const pause = (): Promise<void> =>
        new Promise((resolve) => clock.after(random.nat(slowestMs), resolve));
      // Writes apply in call order, each as a whole or not at all.
      const inTurn = (change: () => Promise<void>): Promise<void> => {
        const done = last.then(pause).then(() => (isCrashed ? new Promise<void>(() => undefined) : change()));
        last = done;
        return done;
      };
      return {
        find: async (table, key) => copy(await disk.find(table, key)),
        list: async (table) => (await disk.list(table)).map(copy),
        write(changes) {
          const frozen = copy(changes) as StorageChange[];
          return inTurn(() => disk.write(frozen));
        },
        clear: (tables) => inTurn(() => disk.clear(tables)),
        close: async () => undefined,
        crash() {
          isCrashed = true;
        },
      };
    },
  };
}
