import { describe, expect, test } from 'bun:test';
import type { Client } from '../client.ts';
import { conversation, createBench, toBob } from '../testing/client-bench.ts';

async function start() {
  const bench = createBench();
  const { client, network } = await bench.device('ann');
  await client.send(toBob, 'one');
  await bench.clock.advance(1_000);
  const handle = client.conversation(conversation);
  void handle.open();
  await bench.clock.advance(1_000);
  const log = () => bench.server.conversations.get(conversation)?.log ?? [];
  const [id = ''] = log().flatMap((entry) => (entry.kind === 'message' ? (entry.message?.id ?? '') : []));
  return { ...bench, client, network, handle, id, log };
}

const reactions = (client: Client) =>
  client
    .conversation(conversation)
    .view.getSnapshot()
    .items.flatMap((item) => (item.kind === 'message' ? (item.message.reactions ?? []) : []));

describe('own reactions', () => {
  test('RCT1: a reaction shows at once, and stays as the server has it', async () => {
    const { client, handle, id, clock, log, device } = await start();
    const done = handle.react(id, '🎉', true);
    expect(reactions(client)).toEqual([{ emoji: '🎉', count: 1, user_ids: ['ann'] }]);
    expect(log()).toHaveLength(1);
    await clock.advance(1_000);
    expect(await done).toEqual({ ok: true, value: null });
    expect(log().map(({ kind }) => kind)).toEqual(['message', 'reaction']);
    expect(reactions(client)).toEqual([{ emoji: '🎉', count: 1, user_ids: ['ann'] }]);

    const { client: other } = await device('bob');
    void other.conversation(conversation).open();
    await clock.advance(1_000);
    expect(reactions(other)).toEqual(reactions(client));
    void handle.react(id, '🎉', false);
    expect(reactions(client)).toEqual([]);
    await clock.advance(1_000);
    expect([reactions(client), reactions(other)]).toEqual([[], []]);
  });

  test('RCT1: what the server refuses goes back, and says why', async () => {
    const { client, handle, id, clock, server, log } = await start();
    server.setQueueing(true);
    const done = handle.react(id, '🎉', true);
    expect(reactions(client)).toHaveLength(1);
    await clock.advance(60_000);
    expect(await done).toMatchObject({ ok: false });
    expect(reactions(client)).toEqual([]);
    expect(log()).toHaveLength(1);
  });

  test('RCT1: of presses one after another the last one counts, and no more is asked than that', async () => {
    const { client, handle, id, clock, log } = await start();
    const presses = [true, false, true, false].map((on) => handle.react(id, '🎉', on));
    const other = handle.react(id, '👍', true);
    expect(reactions(client).map(({ emoji }) => emoji)).toEqual(['👍']);
    await clock.advance(2_000);
    for (const done of [...presses, other]) expect((await done).ok).toBe(true);
    expect(reactions(client).map(({ emoji }) => emoji)).toEqual(['👍']);
    const own = log().flatMap((entry) => (entry.kind === 'reaction' ? [[entry.emoji, entry.on]] : []));
    expect(own.filter(([emoji]) => emoji === '🎉').length % 2).toBe(0);
    expect(own).toContainEqual(['👍', true]);
  });

  test('RCT1: a lost answer is asked for again, and makes no second entry', async () => {
    const { client, handle, id, clock, network, log } = await start();
    const done = handle.react(id, '🎉', true);
    network.cut();
    await clock.advance(30_000);
    await done;
    expect(log().filter(({ kind }) => kind === 'reaction').length).toBeLessThanOrEqual(1);
    expect(reactions(client)).toHaveLength(log().length - 1);
  });
});
