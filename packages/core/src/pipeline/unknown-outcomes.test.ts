import { describe, expect, test } from 'bun:test';
import { clientEvents, type UserId } from '@parley/protocol';
import {
  createChatBench,
  createGatedStorage,
  createMemoryStorage,
  pass,
  settle,
  valueOf,
  type Device,
} from '../testing/index.ts';

async function start() {
  const storage = createGatedStorage(createMemoryStorage());
  const bench = await createChatBench({ storage });
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const send = (from: UserId, to: UserId, content: string, id = bench.ids.newId()) =>
    bench.chat.sendMessage(
      bench.as(from),
      clientEvents.send_message.payload.parse({ type: 'direct', to, content, id }),
    );
  valueOf(await send(ann, bob, 'open'));
  return { ...bench, storage, ann, bob, send };
}

function seqsHeard(device: Device): readonly unknown[] {
  const events = device.learnt() as readonly { event?: string; payload?: { seq: number } }[];
  return events.filter(({ event }) => event === 'message').map(({ payload }) => payload?.seq);
}

describe('unknown outcomes', () => {
  test('SND2b: several entries that land long after their time-out are all told, in order', async () => {
    const { send, ann, bob, storage, clock, device } = await start();
    const phone = await device(bob);
    storage.hold();
    const first = send(ann, bob, 'first');
    await settle();
    const sent = ['2', '3', '4'].map((content) => send(ann, bob, content));
    await settle();
    await storage.release();
    await settle();
    // All three are in one batch, given up and read again before it lands.
    await storage.release('lose-then-land-late');
    await pass(clock, 200);
    const landing = storage.landLate();
    await settle();
    await storage.release();
    await landing;
    for (let turn = 0; turn < 8; turn += 1) {
      await pass(clock, 100);
      await storage.release();
    }
    valueOf(await first);
    expect((await Promise.all(sent)).map((answer) => valueOf(answer).seq)).toEqual([3, 4, 5]);
    expect(seqsHeard(phone)).toEqual([2, 3, 4, 5]);
  });

  test('SND2: a message repeated while the store gives no answer keeps the number it was stored under', async () => {
    const { send, ann, bob, storage, clock, device, ids } = await start();
    const phone = await device(bob);
    const id = ids.newId();
    valueOf(await send(ann, bob, 'once', id));
    valueOf(await send(ann, bob, 'between'));
    storage.plan('lose');
    const again = send(ann, bob, 'once', id);
    await pass(clock, 1000);
    expect(valueOf(await again)).toMatchObject({ seq: 2, duplicate: true });
    valueOf(await send(ann, bob, 'next'));
    expect(seqsHeard(phone)).toEqual([2, 3, 4]);
  });

  for (const spoilReads of ['hangReads', 'breakReads'] as const)
    test(`F3 BRK1: the breaker opens when all logs wait for a store that hangs and no batch is left to fail (${spoilReads})`, async () => {
      const { send, ann, bob, chat, person, storage, clock } = await start();
      const cat = await person('cat');
      for (const to of [cat, ann]) valueOf(await send(ann, to, 'open'));
      storage.hold();
      storage[spoilReads](true);
      const sent = [bob, cat, ann].map((to) => send(ann, to, 'waits'));
      await pass(clock, 1_300);
      expect(storage.held).toHaveLength(1);
      expect(chat.pipelineHealth().breaker?.opened_total).toBeGreaterThan(0);
      storage[spoilReads](false);
      storage.letGo();
      await storage.release();
      await pass(clock, 10_000);
      for (const answer of sent) expect(valueOf(await answer).seq).toBe(2);
    });
});
