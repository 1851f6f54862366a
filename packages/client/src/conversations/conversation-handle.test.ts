import { describe, expect, test } from 'bun:test';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import type { ConversationHandle } from './conversation-handle.ts';
import { conversation, createBench, shown, toBob } from '../testing/client-bench.ts';

test('SYN1: the newest that this device has is there for one who does not look, also after a restart', async () => {
  const { clock, device } = createBench();
  const { client: ann } = await device('ann');
  const storage = createMemoryStorage();
  const { client: bob } = await device('bob', { storage });
  await ann.send(toBob, 'hello');
  await clock.advance(1_000);
  const contentsOf = ({ newest }: ConversationHandle): unknown[] =>
    newest.getSnapshot().map((item) => item.kind === 'message' && item.message.content);
  expect(contentsOf(bob.conversation(conversation))).toEqual(['hello']);
  await bob.stop();
  const { client: again } = await device('bob', { storage });
  const handle = again.conversation(conversation);
  expect(contentsOf(handle)).toEqual([]);
  let changes = 0;
  const end = handle.newest.subscribe(() => (changes += 1));
  await clock.advance(1_000);
  expect([contentsOf(handle), changes > 0]).toEqual([['hello'], true]);
  end();
});

describe('what could not be loaded', () => {
  test('SYN1: a conversation that could not be fetched says so, and comes by itself once there is a network', async () => {
    const { clock, device } = createBench();
    const { client: ann } = await device('ann');
    await ann.send(toBob, 'hello');
    await clock.advance(1_000);
    const { client: bob, network } = await device('bob');
    const handle = bob.conversation('direct:ann:bob');
    const notes = bob.conversation('direct:bob:bob');
    network.setUp(false);
    const opened = notes.open();
    expect(notes.view.getSnapshot().isLoading).toBe(true);
    await clock.advance(1_000);
    expect(await opened).toMatchObject({ ok: false, error: { code: 'unavailable', retry: true } });
    expect(notes.view.getSnapshot()).toMatchObject({ isLoading: false, loadError: { code: 'unavailable' } });
    network.setUp(true);
    await clock.advance(60_000);
    const { isLoading, loadError, summary } = notes.view.getSnapshot();
    expect([isLoading, loadError, summary?.id]).toEqual([false, undefined, 'direct:bob:bob']);
    expect(handle.view.getSnapshot().loadError).toBeUndefined();
  });

  test('GRP1: a conversation that is not there, or not one’s own, says not found instead of loading for ever', async () => {
    const { clock, device } = createBench();
    const { client } = await device('ann');
    const handle = client.conversation({ type: 'group', to: 'nowhere' });
    const opened = handle.open();
    await clock.advance(1_000);
    expect(await opened).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(handle.view.getSnapshot().loadError?.code).toBe('not_found');
  });

  test('SYN1: a page that could not be had says so and changes nothing; the next try brings it', async () => {
    const { clock, device } = createBench();
    const [{ client: ann }, { client: bob, network }] = [
      await device('ann'),
      await device('bob', { keptItems: 4 }),
    ];
    for (let sent = 0; sent < 9; sent++) await ann.send(toBob, String(sent));
    await clock.advance(5_000);
    const { view, loadOlder } = bob.conversation(conversation);
    const before = view.getSnapshot().items;
    network.setUp(false);
    const failing = loadOlder();
    await clock.advance(1_000);
    expect(await failing).toBe(true);
    expect(view.getSnapshot()).toMatchObject({ loadError: { code: 'unavailable' }, items: before });
    network.setUp(true);
    await clock.advance(40_000);
    void loadOlder();
    await clock.advance(1_000);
    expect(view.getSnapshot().loadError).toBeUndefined();
    expect(view.getSnapshot().items.length).toBeGreaterThan(before.length);
  });

  test('SYN1: a message far back is shown from a fresh start, and the way back to the newest has no gap', async () => {
    const { clock, device } = createBench();
    const [{ client: ann }, { client: bob }] = [
      await device('ann'),
      await device('bob', { keptItems: 4, storage: createMemoryStorage() }),
    ];
    const texts = Array.from({ length: 30 }, (_, index) => String(index + 1));
    for (const text of texts) await ann.send(toBob, text);
    await clock.advance(20_000);
    const handle = bob.conversation(conversation);
    void handle.showAround(10);
    await clock.advance(1_000);
    expect(shown(bob)).toContain('10');
    expect(handle.view.getSnapshot().hasNewer).toBe(true);
    for (let pages = 0; pages < 10; pages++) {
      void handle.loadNewer();
      await clock.advance(1_000);
    }
    expect(handle.view.getSnapshot().hasNewer).toBe(false);
    expect(shown(bob)).toEqual(texts.slice(texts.indexOf(String(shown(bob)[0]))));
  });
});
