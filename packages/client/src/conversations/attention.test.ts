import { describe, expect, test } from 'bun:test';
import { conversation, createBench, toBob, type Bench } from '../testing/client-bench.ts';

async function say(bench: Bench, from: Awaited<ReturnType<Bench['device']>>, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) await from.client.send(toBob, `text ${String(sent)}`);
  await bench.clock.advance(5_000);
}

describe('what stays in memory', () => {
  test('SYN1: a conversation that nobody looks at keeps its newest items, and the past comes back by pages', async () => {
    const bench = createBench();
    const [ann, bob] = [await bench.device('ann'), await bench.device('bob', { keptItems: 10 })];
    await say(bench, ann, 60);
    const handle = bob.client.conversation(conversation);
    const view = () => handle.view.getSnapshot();
    expect(view().items.length).toBeLessThanOrEqual(13);
    expect(view().items.at(-1)?.seq).toBe(60);
    expect(view().hasOlder).toBe(true);
    for (let pages = 0; pages < 10; pages++) {
      void handle.loadOlder();
      await bench.clock.advance(1_000);
    }
    expect([view().items.length, view().items[0]?.seq, view().hasOlder]).toEqual([60, 1, false]);
  });

  test('SYN1: what is looked at stays whole, until a while after the last look, or until it is told to be trimmed', async () => {
    const bench = createBench();
    const [ann, bob] = [await bench.device('ann'), await bench.device('bob', { keptItems: 10 })];
    const handle = bob.client.conversation(conversation);
    const items = () => handle.view.getSnapshot().items.length;
    const end = handle.view.subscribe(() => undefined);
    await say(bench, ann, 40);
    await bench.clock.advance(120_000);
    expect(items()).toBe(40);
    handle.trim(25);
    expect(items()).toBe(25);
    end();
    await bench.clock.advance(29_000);
    expect(items()).toBe(25);
    await bench.clock.advance(31_000);
    expect(items()).toBe(10);
  });

  test('RD2: the count of unread stays right when the timeline no longer reaches back to the read position', async () => {
    const bench = createBench();
    const [ann, bob, other] = [
      await bench.device('ann'),
      await bench.device('bob', { keptItems: 10 }),
      await bench.device('bob'),
    ];
    const unread = () => bob.client.conversations.getSnapshot()[0]?.unread;
    await say(bench, ann, 40);
    expect(unread()).toBe(40);
    const ids = bench.server.conversations.get(conversation)?.messages.keys().toArray() ?? [];
    void ann.client.conversation(conversation).remove(ids[2] ?? '', 'everyone');
    void other.client.conversation(conversation).remove(ids[5] ?? '', 'me');
    await bench.clock.advance(2_000);
    expect(unread()).toBe(38);
    bob.client.conversation(conversation).markRead(20);
    await bench.clock.advance(2_000);
    expect(unread()).toBe(20);
  });
});
