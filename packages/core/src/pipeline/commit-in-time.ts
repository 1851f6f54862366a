import { inTime } from '../in-time.ts';
import type { Clock } from '../ports/clock.ts';
import type { AppendOutcome, Batch, Storage } from '../ports/storage.ts';

const shortestMs = 600;
/** Of `FLUSH_INTERVAL`: where people may wait longer, so may a commit. */
const shareOfInterval = 0.6;
const longestMs = 5_000;
/** Answers whose durations say how long this store takes. */
const remembered = 64;

export interface CommitInTimeOptions {
  readonly storage: Pick<Storage, 'commit'>;
  readonly clock: Clock;
  readonly flushIntervalMs: number;
}

/**
 * `storage.commit` with a deadline: what is not answered by then has an unknown outcome. SND2b. The deadline is three
 * times what nine of ten recent commits took, 0.6 s and 0.6 of `FLUSH_INTERVAL` at least and 5 s at most; late answers
 * count, so that a store that is always slow is given the time it needs.
 */
export function createCommitInTime({ storage, clock, flushIntervalMs }: CommitInTimeOptions) {
  const leastMs = Math.min(longestMs, Math.max(shortestMs, shareOfInterval * flushIntervalMs));
  const recentMs: number[] = [];
  let answers = 0;
  let deadlineMs = leastMs;

  function answered(durationMs: number): void {
    recentMs[answers % remembered] = durationMs;
    answers += 1;
    // Sorting is not free, and one answer changes little.
    if (answers % 16 !== 0) return;
    const sorted = recentMs.toSorted((one, other) => one - other);
    const usualMs = sorted[Math.floor(sorted.length * 0.9)] ?? 0;
    deadlineMs = Math.min(longestMs, Math.max(leastMs, 3 * usualMs));
  }

  return {
    deadlineMs: (): number => deadlineMs,
    /** @throws StoreError, and whatever else the store throws */
    commit(batch: Batch): Promise<readonly AppendOutcome[]> {
      const sentMs = clock.monotonicMs();
      const asked = storage.commit(batch);
      const end = (): void => {
        answered(clock.monotonicMs() - sentMs);
      };
      void asked.then(end, end);
      return inTime(clock, deadlineMs, asked);
    },
  };
}
