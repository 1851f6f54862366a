import { describe, expect, test } from 'bun:test';
import { createMemoryStorage } from './adapters/memory-storage.ts';
import { createClient, type Client } from './client.ts';
import type { ClientOptions } from './client-options.ts';
import type { OutboxItem } from './outbox/outbox-item.ts';
import { conversation, createBench, logOf, shown, toBob } from './testing/client-bench.ts';
import { createFakeBrowser } from './testing/fake-browser.ts';
import { createFakeNetwork, type NetworkServer } from './testing/fake-network.ts';
import { createSeededRandom } from './testing/seeded-random.ts';

describe('the outbox', () => {
  test('RCV1: what is written offline shows at once, survives a reload, and goes out in order', async () => {
    const { clock, server, device } = createBench();
    const storage = createMemoryStorage();
    const { client, network } = await device('ann', { storage });
    network.setUp(false);
    for (const text of ['one', 'two', 'three']) await client.send(toBob, text);
    expect(shown(client)).toEqual(['pending one', 'pending two', 'pending three']);
    network.leave();

    const { client: reloaded } = await device('ann', { storage });
    await clock.advance(5_000);
    expect(logOf(server)).toEqual(['one', 'two', 'three']);
    expect(shown(reloaded)).toEqual(['one', 'two', 'three']);
  });

  test('RCV1: nothing leaves before it is kept', async () => {
    const { clock, server, device } = createBench();
    const memory = createMemoryStorage();
    const kept = Promise.withResolvers<undefined>();
    const storage = {
      ...memory,
      write: (changes: Parameters<typeof memory.write>[0]) =>
        changes[0]?.table === 'outbox'
          ? kept.promise.then(() => memory.write(changes))
          : memory.write(changes),
    };
    const { client } = await device('ann', { storage });
    void client.send(toBob, 'one');
    await clock.advance(5_000);
    expect([shown(client), logOf(server)]).toEqual([['pending one'], []]);
    kept.resolve(undefined);
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['one']);
  });

  test('RCV1: a storage that refuses is no end: it goes on from memory, and says so', async () => {
    const { clock, server, device } = createBench();
    const full = new Error('QuotaExceededError');
    const storage = { ...createMemoryStorage(), write: () => Promise.reject(full) };
    const { client } = await device('ann', { storage });
    await client.send(toBob, 'one');
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['one']);
    expect(client.storageFault.getSnapshot()).toBe(full);
  });

  test('RCV1: what is refused for good shows why, and no longer holds up what follows', async () => {
    const { clock, server, device } = createBench();
    const { client } = await device('ann');
    const group = { type: 'group', to: 'nowhere' } as const;
    const id = await client.send(group, 'lost');
    await client.send(group, 'lost too');
    await client.send(toBob, 'found');
    await clock.advance(1_000);
    expect(client.outbox.getSnapshot().map(({ status, error }) => [status, error?.code])).toEqual([
      ['failed', 'not_found'],
      ['failed', 'not_found'],
    ]);
    expect(logOf(server)).toEqual(['found']);
    await client.discard(id);
    expect(client.outbox.getSnapshot()).toHaveLength(1);
  });

  test('RCV1: a queued message shows as such, then as stored; one refused after all as failed', async () => {
    const { clock, server, device } = createBench();
    const [{ client: ann }, { client: bob }] = [await device('ann'), await device('bob')];
    await ann.send(toBob, 'before');
    await clock.advance(1_000);
    server.setQueueing(true);
    await ann.send(toBob, 'one');
    const doomed = await ann.send(toBob, 'two');
    server.doomed.add(doomed);
    await clock.advance(1_000);
    expect(shown(ann)).toEqual(['before', 'queued one', 'queued two']);
    expect(shown(bob)).toEqual(['before', '(one)', '(two)']);
    server.setQueueing(false);
    await clock.advance(1_000);
    expect(shown(ann)).toEqual(['before', 'one', 'failed two']);
    expect(shown(bob)).toEqual(['before', 'one']);
    await ann.resend(doomed);
    await clock.advance(1_000);
    expect(shown(bob)).toEqual(['before', 'one', 'two']);
  });

  test('SND5: an id made before the server’s clock was known, days ahead, is replaced, and the message goes out once', async () => {
    const { clock, server, device } = createBench();
    const storage = createMemoryStorage();
    const ahead = clock.skewed(3 * 86_400_000);
    const first = await device('ann', { storage, clock: ahead, userId: 'ann' });
    first.network.leave();
    // A reload without a network: the clock of this machine is all there is.
    const random = createSeededRandom(7);
    const network = createFakeNetwork({ server, user: 'ann', clock, random });
    network.setUp(false);
    const { transport, fetch } = network;
    const client = createClient({
      url: 'http://model',
      token: 'ann',
      clock: ahead,
      random,
      storage,
      transport,
      fetch,
    });
    await client.start();
    const id = await client.send(toBob, 'from the future');
    network.setUp(true);
    await clock.advance(60_000);
    expect(logOf(server)).toEqual(['from the future']);
    expect(client.outbox.getSnapshot()).toEqual([]);
    expect(server.conversations.get(conversation)?.messages.has(id)).toBe(false);
  });

  test('RCV1: of two tabs one sends, and when it closes the other takes over', async () => {
    const { clock, server, device } = createBench();
    const storage = createMemoryStorage();
    const browser = createFakeBrowser();
    const [first, second] = [
      await device('ann', { storage, tabs: browser.tab() }),
      await device('ann', { storage, tabs: browser.tab() }),
    ];
    await second.client.send(toBob, 'one');
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['one']);
    expect([shown(first.client), shown(second.client)]).toEqual([['one'], ['one']]);
    await first.client.stop();
    await second.client.send(toBob, 'two');
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['one', 'two']);
  });

  test('RCV1: what one account wrote is never sent by another', async () => {
    const { clock, server, device } = createBench();
    const storage = createMemoryStorage();
    const { client, network } = await device('ann', { storage });
    network.setUp(false);
    await client.send(toBob, 'by ann');
    network.leave();
    await device('bob', { storage });
    await clock.advance(5_000);
    expect(logOf(server)).toEqual([]);
    await device('ann', { storage });
    await clock.advance(5_000);
    expect(logOf(server)).toEqual(['by ann']);
  });
});

describe('copies', () => {
  test('SYN2: an event that never came is noticed at the next one, and fetched', async () => {
    const { clock, server, device } = createBench();
    const random = createSeededRandom(9);
    const network = createFakeNetwork({ server, user: 'bob', clock, random });
    let isDeaf = false;
    const transport: ClientOptions['transport'] = (token, events) =>
      network.transport(token, {
        ...events,
        event: (name, payload) => {
          if (!isDeaf) events.event(name, payload);
        },
      });
    const [{ client: ann }, { client: bob }] = [
      await device('ann'),
      await device('bob', { transport, fetch: network.fetch }),
    ];
    const told: (string | null)[] = [];
    bob.on('message', ({ content }) => told.push(content));
    for (const text of ['one', 'two', 'three']) {
      isDeaf = text === 'two';
      await ann.send(toBob, text);
      await clock.advance(1_000);
    }
    expect(shown(bob)).toEqual(['one', 'two', 'three']);
    expect(told).toEqual(['one', 'two', 'three']);
  });

  test('SYN2: a reload shows the conversation before the network answers', async () => {
    const { clock, device } = createBench();
    const storage = createMemoryStorage();
    const { client, network } = await device('ann', { storage });
    await client.send(toBob, 'kept');
    await clock.advance(1_000);
    network.leave();
    const random = createSeededRandom(1);
    const transport: ClientOptions['transport'] = () => ({
      request: () => Promise.resolve(undefined),
      close: () => undefined,
    });
    const fetch = () => Promise.reject(new TypeError('offline'));
    const offline = createClient({
      url: 'http://model',
      token: 'ann',
      clock,
      random,
      storage,
      transport,
      fetch,
    });
    await offline.start();
    expect(offline.conversations.getSnapshot().map(({ id }) => id)).toEqual([conversation]);
    await offline.conversation(conversation).open();
    expect(shown(offline)).toEqual(['kept']);
  });

  test('SYN3: another generation drops the copies and keeps the outbox', async () => {
    const before = createBench('before');
    const storage = createMemoryStorage();
    const { client, network } = await before.device('ann', { storage });
    await client.send(toBob, 'in the old store');
    await before.clock.advance(1_000);
    network.setUp(false);
    await client.send(toBob, 'waiting');
    network.leave();

    const restored = createBench('after');
    const { client: after } = await restored.device('ann', { storage });
    await restored.clock.advance(1_000);
    expect(logOf(restored.server)).toEqual(['waiting']);
    expect(shown(after)).toEqual(['waiting']);
  });

  test('SYN3: a signed-out session says so, and keeps the outbox', async () => {
    const { clock, device } = createBench();
    const reason = { code: 'unauthenticated', message: 'The token is not known.', retry: false } as const;
    const transport: ClientOptions['transport'] = (_token, events) => {
      clock.after(5, () => events.refused(reason));
      return { request: () => Promise.resolve(undefined), close: () => undefined };
    };
    const { client } = await device('ann', { transport, userId: 'ann' });
    await client.send(toBob, 'kept');
    expect(client.connection.getSnapshot()).toEqual({ status: 'signed-out', reason });
    expect(client.outbox.getSnapshot().map(({ status }: OutboxItem) => status)).toEqual(['pending']);
  });

  test('RD1: a device that begins says that what was sent before has arrived', async () => {
    const { clock, server, device } = createBench();
    const { client: ann } = await device('ann');
    await ann.send(toBob, 'one');
    await clock.advance(1_000);
    const deliveredTo = (user: string) => server.conversations.get(conversation)?.delivered.get(user) ?? 0;
    expect(deliveredTo('bob')).toBe(0);
    await device('bob');
    await clock.advance(1_000);
    expect(deliveredTo('bob')).toBe(1);
  });

  test('RD2: reading clears the count at once, on this device and the other', async () => {
    const { clock, device } = createBench();
    const [{ client: ann }, { client: bob }, { client: other }] = [
      await device('ann'),
      await device('bob'),
      await device('bob'),
    ];
    await ann.send(toBob, 'one');
    await ann.send(toBob, 'two');
    await clock.advance(1_000);
    const unread = (client: Client) => client.conversations.getSnapshot()[0]?.unread;
    expect([unread(ann), unread(bob), unread(other)]).toEqual([0, 2, 2]);
    bob.conversation(conversation).markRead(1);
    expect(unread(bob)).toBe(1);
    bob.conversation(conversation).markRead();
    expect(unread(bob)).toBe(0);
    await clock.advance(1_000);
    expect(unread(other)).toBe(0);
  });

  test('RD1: what the server could take only in part is told again', async () => {
    const { clock, server, device } = createBench();
    const asked: unknown[] = [];
    // It does not know yet that the second one is stored, which a page has shown to this device.
    const behind: NetworkServer = {
      ...server,
      handle(...[socket, event, payload]) {
        if (event !== 'mark_read') return server.handle(socket, event, payload);
        asked.push(payload['seq']);
        const seq = asked.length === 1 ? 1 : payload['seq'];
        return server.handle(socket, event, { ...payload, seq });
      },
    };
    const random = createSeededRandom(1);
    const { transport, fetch } = createFakeNetwork({ server: behind, user: 'bob', clock, random });
    const { client: ann } = await device('ann');
    const { client: bob } = await device('bob', { transport, fetch });
    await ann.send(toBob, 'one');
    await ann.send(toBob, 'two');
    await clock.advance(1_000);
    bob.conversation(conversation).markRead();
    await clock.advance(6_000);
    expect(asked).toEqual([2, 2]);
  });
});
