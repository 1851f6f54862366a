export interface BatchLimitOptions {
  /** `BATCH_SIZE`: where the limit begins */
  readonly start: number;
  /** commits that the store takes at once, for different logs; 1 unless told */
  readonly commitsAtOnce?: number;
}

/** The limit never goes above this, or `BATCH_SIZE` where that is more. */
const usualHighest = 2_000;
/** Commits that say how long this store takes for little. */
const remembered = 64;
/** While every batch is full, one of so many is kept small, to learn that. */
const smallOneOf = 32;
/** A commit this quick is no reason to hold back, whatever a small one takes. Several at once take each other's time. */
const alwaysFineMs = 25;
const mostAtOnce = 4;
const growth = 1.25;
const shrinking = 0.9;

/**
 * How many entries one commit may hold. It grows while full batches take little longer than small ones, so it finds by
 * itself what a far away database and a local disk each like best; it is halved when a commit fails or times out.
 * Bounds: a quarter of `BATCH_SIZE` to 2,000. PIP2
 */
export function createBatchLimit({ start, commitsAtOnce = 1 }: BatchLimitOptions) {
  const fineMs = alwaysFineMs * Math.min(commitsAtOnce, mostAtOnce);
  const lowest = Math.max(1, Math.ceil(start / 4));
  const highest = Math.max(start, usualHighest);
  const recent: { readonly size: number; readonly durationMs: number }[] = [];
  let commits = 0;
  let limit = start;

  /** What a commit of at most half the limit took lately, at best; 0: there was none. */
  function quickestSmallMs(): number {
    let quickest = Infinity;
    for (const { size, durationMs } of recent)
      if (size <= limit / 2) quickest = Math.min(quickest, durationMs);
    return quickest === Infinity ? 0 : quickest;
  }

  return {
    highest,
    size: (): number => Math.floor(limit),
    /** How many the next batch may take. */
    next: (): number => (commits % smallOneOf === smallOneOf - 1 ? Math.ceil(limit / 4) : Math.floor(limit)),
    /** A commit succeeded. */
    committed(size: number, durationMs: number): void {
      recent[commits % remembered] = { size, durationMs };
      commits += 1;
      // Only a batch that was full says anything about the limit.
      if (size < Math.floor(limit)) return;
      if (durationMs <= Math.max(fineMs, 2 * quickestSmallMs())) limit = Math.min(highest, limit * growth);
      else if (limit > start) limit = Math.max(start, limit * shrinking);
    },
    /** A commit failed, or its outcome is unknown. */
    failed(): void {
      limit = Math.max(lowest, limit / 2);
    },
  };
}
