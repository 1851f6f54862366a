import { describe, expect, test } from 'bun:test';
import type { AppendOutcome } from '../ports/storage.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { settle } from '../testing/settle.ts';
import { createCommitInTime } from './commit-in-time.ts';

function start({ flushIntervalMs = 1_000 } = {}) {
  const clock = createFakeClock();
  const waiting: ((outcomes: readonly AppendOutcome[]) => void)[] = [];
  const { commit } = createCommitInTime({
    storage: { commit: () => new Promise((resolve) => waiting.push(resolve)) },
    clock,
    flushIntervalMs,
  });
  const send = () => {
    const outcome: { is: unknown } = { is: 'open' };
    commit({ appends: [], positions: [] }).then(
      () => (outcome.is = 'stored'),
      (error: unknown) => (outcome.is = error),
    );
    return outcome;
  };
  const answer = () => waiting.shift()?.([]);
  /** A commit that takes this long. */
  const take = async (durationMs: number) => {
    const outcome = send();
    clock.advance(durationMs);
    await settle();
    answer();
    await settle();
    return outcome.is;
  };
  return { clock, send, answer, take };
}

describe('commit in time', () => {
  test('SND2b: a commit without an answer for 0.6 s has an unknown outcome', async () => {
    const { clock, send } = start();
    const outcome = send();
    clock.advance(599);
    await settle();
    expect(outcome.is).toBe('open');
    clock.advance(1);
    await settle();
    expect(outcome.is).toMatchObject({ name: 'StoreError', outcome: 'unknown' });
  });

  test('SND2b PIP3: with a longer FLUSH_INTERVAL a commit has longer too', async () => {
    const { take } = start({ flushIntervalMs: 3_000 });
    expect(await take(1_799)).toBe('stored');
    expect(await take(1_800)).toMatchObject({ outcome: 'unknown' });
  });

  test('F20: an answer that came while this process stood still is taken', async () => {
    const { clock, send, answer } = start();
    const outcome = send();
    answer();
    clock.advance(5_000);
    await settle();
    expect(outcome.is).toBe('stored');
  });

  test('SND2b: a store that is always slow is given more time, by its late answers, up to 5 s', async () => {
    const { take } = start();
    for (let n = 0; n < 16; n += 1) expect(await take(800)).toMatchObject({ outcome: 'unknown' });
    expect(await take(2_300)).toBe('stored');
    for (let n = 0; n < 128; n += 1) await take(4_000);
    expect(await take(4_999)).toBe('stored');
    expect(await take(5_000)).toMatchObject({ outcome: 'unknown' });
  });
});
