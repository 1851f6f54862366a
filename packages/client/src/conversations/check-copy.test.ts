import { describe, expect, test } from 'bun:test';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import type { Client } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import type { Storage } from '../ports/storage.ts';
import type { TimelineItem } from '../timeline/timeline.ts';
import { conversation, createBench, shown, toBob, type Bench } from '../testing/client-bench.ts';
import type { TimelineRecord } from './cell.ts';

/** Bob's copy of ten messages, kept on his disk and spoilt there before the next start. */
async function reopenSpoilt(
  bench: Bench,
  spoil: (items: readonly TimelineItem[]) => readonly TimelineItem[],
  more?: Partial<ClientOptions>,
) {
  const storage = createMemoryStorage();
  const [{ client: ann }, { client: bob }] = [
    await bench.device('ann'),
    await bench.device('bob', { storage }),
  ];
  for (let sent = 1; sent <= 10; sent++) await ann.send(toBob, String(sent));
  await bench.clock.advance(5_000);
  await bob.stop();
  await spoilCopy(storage, spoil);
  return { ann, ...(await bench.device('bob', { storage, ...more })) };
}

async function spoilCopy(
  storage: Storage,
  spoil: (items: readonly TimelineItem[]) => readonly TimelineItem[],
): Promise<void> {
  // What the client wrote there.
  const kept = (await storage.find('timelines', conversation)) as TimelineRecord;
  const value = { ...kept, items: spoil(kept.items) };
  await storage.write([{ table: 'timelines', key: conversation, value }]);
}

async function check(
  { clock }: Bench,
  client: Client,
  options?: Parameters<ReturnType<Client['conversation']>['check']>[0],
) {
  const checking = client.conversation(conversation).check(options);
  await clock.advance(10_000);
  return checking;
}

function changeText(item: TimelineItem): TimelineItem {
  return item.kind === 'message' ? { ...item, message: { ...item.message, content: 'spoilt' } } : item;
}

const nothing = { count: 0, seqs: [] };

describe('checking the copy of a conversation', () => {
  test('SYN1: a copy that is the same is told so by one call', async () => {
    const bench = createBench();
    const { client } = await reopenSpoilt(bench, (items) => items);
    const progress: number[] = [];
    const report = await check(bench, client, { onProgress: (done) => progress.push(done) });
    const value = { from: 1, upto: 10, count: 10, isIdentical: true };
    expect(report).toEqual({
      ok: true,
      value: { ...value, missing: nothing, changed: nothing, surplus: nothing },
    });
    expect(progress).toEqual([]);
  });

  test('SYN1: what is missing or changed is named and mended, and the next check finds nothing', async () => {
    const bench = createBench();
    const { client } = await reopenSpoilt(bench, (items) =>
      items.flatMap((item) => (item.seq === 4 ? [] : [item.seq === 7 ? changeText(item) : item])),
    );
    const progress: number[][] = [];
    const report = await check(bench, client, { onProgress: (...at) => progress.push(at) });
    expect(report).toMatchObject({
      ok: true,
      value: { isIdentical: false, missing: { count: 1, seqs: [4] }, changed: { count: 1, seqs: [7] } },
    });
    expect(progress.at(-1)).toEqual([10, 10]);
    expect(shown(client)).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)));
    expect(await check(bench, client)).toMatchObject({ ok: true, value: { isIdentical: true } });
  });

  test('SYN1: what is hidden for oneself is no difference', async () => {
    const bench = createBench();
    const { client } = await reopenSpoilt(bench, (items) => items);
    const { view, remove } = client.conversation(conversation);
    void client.conversation(conversation).open();
    await bench.clock.advance(1_000);
    const [, second] = view.getSnapshot().items;
    void remove(second?.kind === 'message' ? second.message.id : '', 'me');
    await bench.clock.advance(1_000);
    expect(shown(client)).toHaveLength(9);
    expect(await check(bench, client)).toMatchObject({ ok: true, value: { count: 10, isIdentical: true } });
    expect(shown(client)).toHaveLength(9);
  });

  test('SYN1: only what is held is compared, and the report says from where on', async () => {
    const bench = createBench();
    const { client } = await reopenSpoilt(bench, (items) => items.slice(0, 1), { keptItems: 4 });
    // A device that begins holds the newest page.
    const { client: fresh } = await bench.device('bob', { storage: createMemoryStorage(), keptItems: 4 });
    expect(await check(bench, fresh)).toMatchObject({ ok: true, value: { upto: 10, isIdentical: true } });
    expect(await check(bench, client)).toMatchObject({ ok: true, value: { from: 1, missing: { count: 9 } } });
  });

  test('SYN1: an event that never came is found, and brought', async () => {
    const bench = createBench();
    let isDeaf = false;
    const deafened = await bench.device('bob', {
      storage: createMemoryStorage(),
    });
    const { client: ann } = await bench.device('ann');
    const { transport, fetch } = deafened.network;
    await deafened.client.stop();
    const { client } = await bench.device('bob', {
      fetch,
      transport: (token, events) =>
        transport(token, {
          ...events,
          event: (name, payload) => {
            if (!isDeaf) events.event(name, payload);
          },
        }),
    });
    await ann.send(toBob, 'one');
    await bench.clock.advance(1_000);
    isDeaf = true;
    await ann.send(toBob, 'two');
    await bench.clock.advance(1_000);
    expect(shown(client)).toEqual(['one']);
    expect(await check(bench, client)).toMatchObject({
      ok: true,
      value: { missing: { count: 1, seqs: [2] } },
    });
    expect(shown(client)).toEqual(['one', 'two']);
  });

  test('SYN1: a check that is cancelled ends after the page it is at, and keeps what it has mended', async () => {
    const bench = createBench();
    const { ann, client } = await reopenSpoilt(bench, (items) => items.slice(1));
    for (let sent = 11; sent <= 30; sent++) await ann.send(toBob, String(sent));
    await bench.clock.advance(5_000);
    const stop = new AbortController();
    const done: number[] = [];
    const onProgress = (count: number): void => {
      done.push(count);
      stop.abort();
    };
    expect(await check(bench, client, { signal: stop.signal, onProgress })).toBeUndefined();
    expect(done).toEqual([20]);
    expect(shown(client)).toHaveLength(30);
  });

  test('SYN1: without a network it says why', async () => {
    const bench = createBench();
    const { client, network } = await reopenSpoilt(bench, (items) => items);
    network.setUp(false);
    const refusal = await check(bench, client);
    expect(refusal).toMatchObject({ ok: false, error: { code: 'unavailable', retry: true } });
  });
});
