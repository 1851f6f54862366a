import { describe, expect, test } from 'bun:test';
import type { ConversationId, UserId } from '@parley/protocol';
import type { NewEntry, StoreError } from '../ports/storage.ts';
import {
  createFakeClock,
  createMemoryState,
  createMemoryStorage,
  describeStorage,
  settle,
} from '../testing/index.ts';
import { calm, createFaultyStorage } from './faulty-storage.ts';
import type { StorageFaults } from './storage-faults.ts';

describeStorage('a faulty store without a fault', async () => {
  const state = createMemoryState();
  const wrap = () =>
    createFaultyStorage(createMemoryStorage(state), { clock: createFakeClock(), random: () => 0.5 });
  return { storage: wrap(), reopen: async () => wrap(), cleanup: async () => undefined };
});

const [ann, bob] = ['ann', 'bob'] as UserId[] as [UserId, UserId];
const log = 'direct:ann:bob' as ConversationId;

function entry(seq: number): NewEntry {
  const event = {
    kind: 'message',
    type: 'direct',
    to: bob,
    content: 'x',
    contentType: 'text',
    replyTo: null,
  } as const;
  const id = `00000000-0000-7000-8000-00000000000${String(seq)}`;
  return { log, seq, id, at: 0, by: ann, event, fingerprint: null, judging: false };
}

function start(faults: Partial<StorageFaults>, random = () => 0.5) {
  const clock = createFakeClock();
  const inner = createMemoryStorage();
  const storage = createFaultyStorage(inner, { clock, random });
  storage.setFaults(faults);
  const outcome = { is: 'open' as unknown };
  const send = (...seqs: number[]) => {
    storage.commit({ appends: seqs.map(entry), positions: [] }).then(
      (outcomes) => (outcome.is = outcomes),
      (error: unknown) => (outcome.is = (error as StoreError).outcome),
    );
    return settle();
  };
  const head = async () => (await inner.conversations.findPicture(log))?.head ?? 0;
  return { clock, storage, outcome, send, head };
}

describe('faulty store', () => {
  const cases: [name: string, faults: Partial<StorageFaults>, outcome: unknown, head: number][] = [
    ['F4: down, nothing is stored', { isDown: true }, 'failed', 0],
    ['F5: a failure before the write stores nothing', { failBefore: 1 }, 'failed', 0],
    ['F6: a failure after the write has stored everything', { failAfter: 1 }, 'unknown', 3],
    ['SND2b: a lost suffix is never stored', { lost: 1 }, 'unknown', 0],
    ['SND2b: a write that is late is not stored yet', { late: 1 }, 'unknown', 0],
    ['F3: a commit that hangs gives no answer', { hang: 1 }, 'open', 0],
  ];
  for (const [name, faults, expected, stored] of cases)
    test(name, async () => {
      const { send, outcome, head } = start(faults);
      await send(1, 2, 3);
      expect(outcome.is).toEqual(expected);
      expect(await head()).toBe(stored);
    });

  test('SEQ1: of a partial batch a prefix of each log is stored', async () => {
    const chances = [0, 0, 0.1, 0.1, 0.9];
    const { send, outcome, head } = start({ partial: 1 }, () => chances.shift() ?? 0);
    await send(1, 2, 3);
    expect([outcome.is, await head()]).toEqual(['unknown', 2]);
  });

  test('SND2b: a late write lands within its time, unless it is lost first', async () => {
    for (const isLost of [false, true]) {
      const { send, storage, clock, head } = start({ late: 1, lateWithinMs: 1_000 });
      await send(1);
      expect(storage.late).toBe(1);
      if (isLost) storage.dropUnwritten();
      clock.advance(1_000);
      await settle();
      expect(await head()).toBe(isLost ? 0 : 1);
    }
  });

  test('F3: what is stalled goes on when it is let go, in order', async () => {
    const { send, storage, outcome, head } = start({});
    storage.stall(true);
    await send(1);
    await send(2);
    expect([outcome.is, await head()]).toEqual(['open', 0]);
    storage.stall(false);
    await settle();
    expect([outcome.is, await head()]).toEqual([['stored'], 2]);
  });

  test('F3: a slow store takes its time, for reads too', async () => {
    const { storage, clock } = start({ latency: { fromMs: 100, toMs: 200 } });
    let isAnswered = false;
    void storage.ping().then(() => (isAnswered = true));
    clock.advance(149);
    await settle();
    expect(isAnswered).toBe(false);
    clock.advance(1);
    await settle();
    expect(isAnswered).toBe(true);
  });

  test('F4: reads fail or hang as they are told to', async () => {
    const { storage } = start({ failRead: 1 });
    expect(await storage.accounts.findUsers([ann]).catch((error: unknown) => error)).toMatchObject({
      outcome: 'failed',
    });
    storage.setFaults({ failRead: 0, hangRead: 1 });
    let isAnswered = false;
    void storage.accounts.findUsers([ann]).then(() => (isAnswered = true));
    await settle();
    storage.setFaults({ hangRead: 0 });
    expect(await storage.accounts.findUsers([ann])).toEqual([]);
    expect(isAnswered).toBe(false);
  });

  test('F4: what is down fails at once, however slow it is', async () => {
    const { storage, outcome, send } = start({ isDown: true, latency: { fromMs: 500, toMs: 500 } });
    await send(1);
    expect(outcome.is).toBe('failed');
    expect(await storage.ping().catch((error: unknown) => error)).toMatchObject({ outcome: 'failed' });
  });

  test('F3: a commit that hangs is written late or never, and has no answer either way', async () => {
    for (const [chance, stored] of [
      [0.4, 1],
      [0.6, 0],
    ] as const) {
      const { clock, outcome, send, head } = start({ hang: 1, lateWithinMs: 1_000 }, () => chance);
      await send(1);
      clock.advance(1_000);
      await settle();
      expect([outcome.is, await head()]).toEqual(['open', stored]);
    }
  });

  test('F1: what is on its way to the store goes down with the process that sent it', async () => {
    const { storage, clock, outcome, send, head } = start({ latency: { fromMs: 100, toMs: 100 } });
    await send(1);
    storage.dropUnwritten();
    clock.advance(100);
    await settle();
    storage.setFaults(calm);
    expect([outcome.is, await head()]).toEqual(['open', 0]);
  });

  test('SND2b: the same chances bring the same faults', async () => {
    const play = async (seed: number) => {
      let state = seed;
      // A linear congruential generator; its constants are those of Numerical Recipes.
      const random = () => (state = (1_664_525 * state + 1_013_904_223) % 2 ** 32) / 2 ** 32;
      const share = { failBefore: 0.2, failAfter: 0.2, partial: 0.2, lost: 0.2, late: 0.2 };
      const { outcome, send, head } = start(share, random);
      const seen: unknown[] = [];
      for (let round = 0; round < 20; round += 1) {
        const next = (await head()) + 1;
        await send(...(next > 8 ? [] : [next, next + 1]));
        seen.push(outcome.is, await head());
      }
      return seen;
    };
    expect(await play(1)).toEqual(await play(1));
    expect(await play(1)).not.toEqual(await play(2));
  });
});
