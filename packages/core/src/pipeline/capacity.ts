export interface CapacityOptions {
  readonly flushIntervalMs: number;
  readonly maxWaiting: number;
  /** commits under way at once */
  readonly commitsAtOnce: number;
}

/** Always taken, however slow the store. */
const waitingLeast = 5_000;
/** What waits is to be committed well within `FLUSH_INTERVAL`. */
const shareOfInterval = 0.75;
/** A quicker commit counts at once, slower ones by and by. */
const fading = 0.995;

/**
 * How many drafts may wait: as many as the store takes within three quarters of `FLUSH_INTERVAL`, by what it took
 * lately. More would only grow old and end in the journal, which costs what it is meant to save. PIP4
 */
export function createCapacity({ flushIntervalMs, maxWaiting, commitsAtOnce }: CapacityOptions) {
  let perMs = 0;

  return {
    committed(entries: number, durationMs: number): void {
      perMs = Math.max(perMs * fading, (entries / Math.max(durationMs, 0.1)) * commitsAtOnce);
    },
    waitingMost: (): number =>
      Math.min(maxWaiting, Math.max(waitingLeast, perMs * flushIntervalMs * shareOfInterval)),
  };
}
