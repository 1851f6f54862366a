import { expect, test } from 'bun:test';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import { createBench, toBob } from '../testing/client-bench.ts';

test('SYN1: copies that could not be written go with the next write', async () => {
  const { clock, device } = createBench();
  const memory = createMemoryStorage();
  let isFull = false;
  const storage = {
    ...memory,
    write: (changes: Parameters<typeof memory.write>[0]) =>
      isFull ? Promise.reject(new Error('full')) : memory.write(changes),
  };
  const [{ client: ann }, { client: bob }] = [await device('ann'), await device('bob', { storage })];
  isFull = true;
  await ann.send(toBob, 'while it is full');
  await clock.advance(5_000);
  expect(await memory.list('conversations')).toEqual([]);
  isFull = false;
  bob.conversation({ type: 'direct', to: 'bob' }).markRead();
  void bob.conversation({ type: 'direct', to: 'bob' }).open();
  await clock.advance(5_000);
  const kept = await memory.list('conversations');
  expect(kept.map((record) => (record as { id: string }).id).sort()).toEqual([
    'direct:ann:bob',
    'direct:bob:bob',
  ]);
});
