import { describe, expect, test } from 'bun:test';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createDeliveryTimes } from './delivery-times.ts';

const conversation = 'direct:ann:bob';

function begin() {
  const clock = createFakeClock();
  const times = createDeliveryTimes(clock);
  const startMs = clock.nowMs();
  const sinceStart = (atMs: number | undefined): number | undefined =>
    atMs === undefined ? undefined : atMs - startMs;
  const move = (before: number | undefined, told: { readSeq?: number; deliveredSeq?: number }): void =>
    times.noteMoved({
      conversation,
      userId: 'bob',
      before: before === undefined ? undefined : { readSeq: before, deliveredSeq: before },
      told,
    });
  const bob = (seq: number) => {
    const found = times.receiptsOf(conversation, seq).get('bob');
    return [sinceStart(found?.deliveredAtMs), sinceStart(found?.readAtMs)];
  };
  return { clock, times, sinceStart, move, bob };
}

describe('what this device saw of the way of messages', () => {
  test('WEB4: of each step the first time counts', async () => {
    const { clock, times, sinceStart } = begin();
    times.note('m', 'writtenAtMs', clock.nowMs() - 5);
    await clock.advance(10);
    times.note('m', 'storedAtMs');
    await clock.advance(10);
    times.note('m', 'storedAtMs');
    const { writtenAtMs, storedAtMs, queuedAtMs } = times.ofMessage('m');
    expect([writtenAtMs, storedAtMs, queuedAtMs].map(sinceStart)).toEqual([-5, 10, undefined]);
    expect(times.ofMessage('other')).toEqual({});
  });

  test('RD1: a receipt tells of the entries that it passed, not of those before', async () => {
    const { clock, move, bob } = begin();
    await clock.advance(10);
    move(4, { deliveredSeq: 6 });
    await clock.advance(10);
    move(4, { readSeq: 6 });
    expect(bob(4)).toEqual([undefined, undefined]);
    expect(bob(5)).toEqual([10, 20]);
    expect(bob(6)).toEqual([10, 20]);
    expect(bob(7)).toEqual([undefined, undefined]);
  });

  test('RD1: a receipt of somebody whose place was not known tells of its last entry alone', () => {
    const { move, bob } = begin();
    move(undefined, { readSeq: 9 });
    expect(bob(8)).toEqual([undefined, undefined]);
    expect(bob(9)).toEqual([0, 0]);
  });

  test('LIM1: what is remembered is bounded', () => {
    const { times, move, bob } = begin();
    for (let seq = 1; seq <= 6_000; seq++) {
      times.note(`m${String(seq)}`, 'storedAtMs');
      move(seq - 1, { deliveredSeq: seq });
    }
    expect(times.ofMessage('m1')).toEqual({});
    expect(times.ofMessage('m6000')).not.toEqual({});
    expect([bob(1)[0], bob(6_000)[0]]).toEqual([undefined, 0]);
  });
});
