import type { Clock } from '../ports/clock.ts';
import { createSlidingCount } from './sliding-count.ts';

export interface RetriesOptions {
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** `MAX_RETRIES`: how often a batch that failed is sent again */
  readonly maxRetries: number;
}

export type Retries = ReturnType<typeof createRetries>;

const windowMs = 10_000;
const budget = 0.1;
/** Batches after the start for which the budget does not count: it would allow none. */
const freeBatches = 20;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** Whether a batch that failed is sent again, and when: at most `maxRetries` times, and of all batches a tenth. BRK2 */
export function createRetries({ clock, random, maxRetries }: RetriesOptions) {
  const batches = createSlidingCount(clock, windowMs);
  const retries = createSlidingCount(clock, windowMs);
  let sentTotal = 0;

  return {
    /** A batch is sent, be it new or a retry. */
    sent(): void {
      sentTotal += 1;
      batches.add();
    },
    /** Full jitter until it is sent again, ms; `undefined`: it is not. `failures`: how often it has failed. */
    next(failures: number): number | undefined {
      if (failures > maxRetries) return undefined;
      if (sentTotal > freeBatches && retries.total() + 1 > budget * batches.total()) return undefined;
      retries.add();
      return random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    },
  };
}
