import { describe, expect, test } from 'bun:test';
import type { Client } from '../client.ts';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import { conversation, createBench, shown, toBob } from '../testing/client-bench.ts';

async function begin() {
  const bench = createBench();
  const [{ client: ann }, { client: bob, network }] = [await bench.device('ann'), await bench.device('bob')];
  await ann.send(toBob, 'before');
  await bench.clock.advance(1_000);
  const startMs = bench.clock.nowMs();
  /** The steps that this client saw, in seconds since the start. */
  const wayOf = (client: Client, id: string, seq: number, reader: string) => {
    const handle = client.conversation(conversation);
    const receipts = handle.receiptTimesOf(seq).get(reader);
    const steps = Object.entries({ ...handle.timesOf(id), ...receipts });
    return Object.fromEntries(steps.map(([step, atMs]) => [step, Math.round((atMs - startMs) / 1_000)]));
  };
  return { ...bench, ann, bob, network, wayOf };
}

describe('the way of a message', () => {
  test('WEB4 JRN1: written, queued, stored, delivered and read, each at its time', async () => {
    const { clock, server, ann, bob, wayOf } = await begin();
    server.setQueueing(true);
    await clock.advance(10_000);
    const id = await ann.send(toBob, 'one');
    await clock.advance(10_000);
    server.setQueueing(false);
    await clock.advance(10_000);
    bob.conversation(conversation).markRead();
    await clock.advance(10_000);
    const { readAtMs: read, ...rest } = wayOf(ann, id, 2, 'bob');
    expect(rest).toMatchObject({ writtenAtMs: 10, queuedAtMs: 10, storedAtMs: 20, deliveredAtMs: 20 });
    expect(read).toBeGreaterThanOrEqual(30);
    expect(wayOf(bob, id, 2, 'ann')).toMatchObject({ queuedAtMs: 10, storedAtMs: 20 });
  });

  test('WEB4 JRN3: one refused after all says when', async () => {
    const { clock, server, ann, wayOf } = await begin();
    server.setQueueing(true);
    const id = await ann.send(toBob, 'one');
    server.doomed.add(id);
    await clock.advance(10_000);
    server.setQueueing(false);
    await clock.advance(1_000);
    expect(wayOf(ann, id, 2, 'bob')).toEqual({ writtenAtMs: 0, queuedAtMs: 0, failedAtMs: 10 });
  });

  test('JRN1: the client says that the server holds messages, until all are stored, to both sides', async () => {
    const { clock, server, ann, bob } = await begin();
    const holding = (): boolean[] => [ann, bob].map(({ isHolding }) => isHolding.getSnapshot());
    expect(holding()).toEqual([false, false]);
    server.setQueueing(true);
    await ann.send(toBob, 'one');
    await clock.advance(1_000);
    expect(holding()).toEqual([true, true]);
    server.setQueueing(false);
    await clock.advance(1_000);
    expect(holding()).toEqual([false, false]);
  });

  test('JRN1: what one’s other device has queued shows there too, as queued', async () => {
    const { clock, server, ann, device } = await begin();
    const { client: other } = await device('ann', { storage: createMemoryStorage() });
    server.setQueueing(true);
    await ann.send(toBob, 'one');
    await clock.advance(1_000);
    void other.conversation(conversation).open();
    await clock.advance(1_000);
    expect(shown(ann)).toEqual(['before', 'queued one']);
    expect(shown(other)).toEqual(['before', '(one)']);
  });

  test('JRN1: provisional messages come again after a reconnect, also to a device that begins', async () => {
    const { clock, server, ann, bob, network, device } = await begin();
    server.setQueueing(true);
    await ann.send(toBob, 'one');
    await clock.advance(1_000);
    network.cut();
    await clock.advance(60_000);
    const { client: fresh } = await device('bob', { storage: createMemoryStorage() });
    for (const client of [bob, fresh]) void client.conversation(conversation).open();
    await clock.advance(1_000);
    expect([shown(bob), shown(fresh)]).toEqual([
      ['before', '(one)'],
      ['before', '(one)'],
    ]);
  });

  test('JRN1: a mark that the server does not take while it holds messages goes out later', async () => {
    const { clock, server, bob } = await begin();
    server.setQueueing(true);
    bob.conversation(conversation).markRead();
    await clock.advance(60_000);
    expect(server.conversations.get(conversation)?.read.get('bob')).toBeUndefined();
    server.setQueueing(false);
    await clock.advance(60_000);
    expect(server.conversations.get(conversation)?.read.get('bob')).toBe(1);
  });
});
