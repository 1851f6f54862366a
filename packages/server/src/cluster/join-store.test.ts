import { expect, test } from 'bun:test';
import { createFakeClock, createMemoryState, createMemoryStorage, pass, settle } from '@parley/core/testing';
import { joinStore } from './join-store.ts';

/** A store, and processes that join it from their folders; time passes while somebody waits. */
function createStage() {
  const clock = createFakeClock();
  const { cluster } = createMemoryStorage(createMemoryState(), clock);
  if (cluster === undefined) throw new Error('this store is for many');
  const begin = (folder: string, isAlone: boolean) => joinStore({ cluster, folder, isAlone, clock });
  return {
    clock,
    cluster,
    begin,
    /** Why it may not; `undefined`: it may. */
    async refusal(folder: string, isAlone: boolean): Promise<string | undefined> {
      const joining = begin(folder, isAlone).then(() => undefined, String);
      await pass(clock, 10_000, 500);
      return joining;
    },
    /** A node that is at work, whose clock is ahead by so much. */
    node(name: string, aheadMs = 0): () => void {
      const say = () => void cluster.sayAlive(name, clock.nowMs() + aheadMs);
      say();
      return clock.every(1_000, say);
    },
  };
}

test('CLU1: a server without Redis refuses a database that another works on, and the other way round', async () => {
  const { begin, refusal, node } = createStage();
  const leave = await begin('one', true);
  expect(await refusal('two', true)).toContain('set REDIS_URL on every one');
  expect(await refusal('two', false)).toContain('set REDIS_URL on every one');
  await leave();
  expect(await refusal('two', false)).toBeUndefined();
  const stop = node('a node');
  expect(await refusal('one', true)).toContain('MONGO_URL: another Parley');
  stop();
  // It is seen not to be there any more.
  expect(await refusal('one', true)).toBeUndefined();
});

test('OPS1: after a crash a server starts again at once on its own folder', async () => {
  const { begin, clock } = createStage();
  await begin('one', true);
  const again = begin('one', true);
  await settle();
  await again;
  expect(clock.monotonicMs()).toBe(0);
});

test('CLU1: a clock that is far off is said to be, and one that was right when its node died is none', async () => {
  const { refusal, node, cluster, clock } = createStage();
  await cluster.sayAlive('died long ago', clock.nowMs() - 3_600_000);
  expect(await refusal('one', false)).toBeUndefined();
  expect(await cluster.listNodes()).toEqual([]);
  node('a node', 60_000);
  expect(await refusal('one', false)).toContain('clock');
});
