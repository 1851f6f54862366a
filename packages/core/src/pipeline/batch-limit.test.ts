import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { createBatchLimit } from './batch-limit.ts';

/** A store that takes a while for any commit, and a little for each entry, with always enough to store. */
function runCommits(limit: ReturnType<typeof createBatchLimit>, latencyMs: number, commits: number): void {
  for (let commit = 0; commit < commits; commit += 1) {
    const size = limit.next();
    limit.committed(size, latencyMs + size * 0.02);
  }
}

describe('batch limit', () => {
  test('PIP2: it begins at BATCH_SIZE and grows only while it is used', () => {
    const limit = createBatchLimit({ start: 25 });
    for (let commit = 0; commit < 100; commit += 1) limit.committed(24, 1);
    expect(limit.size()).toBe(25);
    runCommits(limit, 1, 20);
    expect(limit.size()).toBeGreaterThan(500);
  });

  test('PIP2: it follows a store whose latency moves from 1 ms to 100 ms and back', () => {
    const limit = createBatchLimit({ start: 25 });
    runCommits(limit, 1, 200);
    const near = limit.size();
    // Full batches of this store take what it needs anyway, and little more.
    expect(near * 0.02 + 1).toBeLessThan(32);
    runCommits(limit, 100, 400);
    const far = limit.size();
    expect(far).toBe(2_000);
    runCommits(limit, 1, 400);
    expect(limit.size()).toBeLessThan(1.3 * near);
    expect(limit.size()).toBeGreaterThan(near / 1.3);
  });

  test('PIP2: commits that share a store with others may take longer before it holds back', () => {
    // Eight at once, and each takes eight times as long as it would alone.
    const shared = (limit: ReturnType<typeof createBatchLimit>): number => {
      for (let commit = 0; commit < 200; commit += 1) {
        const size = limit.next();
        limit.committed(size, 8 * (3 + size * 0.02));
      }
      return limit.size();
    };
    const alone = shared(createBatchLimit({ start: 25 }));
    expect(shared(createBatchLimit({ start: 25, commitsAtOnce: 8 }))).toBeGreaterThan(1.3 * alone);
  });

  test('PIP2: it halves when a commit fails', () => {
    const limit = createBatchLimit({ start: 100 });
    limit.failed();
    expect(limit.size()).toBe(50);
  });

  test('PIP2: it stays between a quarter of BATCH_SIZE and 2,000, whatever happens', () => {
    const happenings = fc.array(
      fc.oneof(fc.constant('fail' as const), fc.double({ min: 0, max: 5_000, noNaN: true })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), happenings, (start, all) => {
        const limit = createBatchLimit({ start });
        for (const one of all)
          if (one === 'fail') limit.failed();
          else limit.committed(limit.next(), one);
        expect(limit.size()).toBeGreaterThanOrEqual(Math.max(1, Math.floor(start / 4)));
        expect(limit.size()).toBeLessThanOrEqual(Math.max(start, 2_000));
      }),
    );
  });
});
