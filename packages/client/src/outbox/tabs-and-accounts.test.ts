import { describe, expect, test } from 'bun:test';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import { createBench, logOf, shown, toBob } from '../testing/client-bench.ts';
import { createFakeBrowser } from '../testing/fake-browser.ts';

/** Two tabs of ann; the first one leads. */
async function openTabs(more: { readonly cookie?: boolean } = {}) {
  const bench = createBench();
  const storage = createMemoryStorage();
  const browser = createFakeBrowser();
  const first = await bench.device('ann', { ...more, storage, tabs: browser.tab() });
  const second = await bench.device('ann', { ...more, storage, tabs: browser.tab() });
  return { ...bench, storage, first, second };
}

describe('two tabs', () => {
  test('RCV1: what is written in the tab that follows is pending in both, then stored in both', async () => {
    const { clock, first, second, server } = await openTabs();
    first.network.setUp(false);
    second.network.setUp(false);
    await second.client.send(toBob, 'one');
    await clock.advance(100);
    expect([shown(first.client), shown(second.client)]).toEqual([['pending one'], ['pending one']]);
    first.network.setUp(true);
    second.network.setUp(true);
    await clock.advance(60_000);
    expect([shown(first.client), shown(second.client), logOf(server)]).toEqual([['one'], ['one'], ['one']]);
    expect(second.client.outbox.getSnapshot()).toEqual([]);
  });

  test('RCV1: what was refused shows as failed, with its reason, also in the tab that wrote it; either may discard it', async () => {
    const { clock, first, second } = await openTabs();
    const id = await second.client.send({ type: 'group', to: 'nowhere' }, 'lost');
    await clock.advance(1_000);
    const seen = [first, second].map(({ client }) => client.outbox.getSnapshot()[0]?.error?.code);
    expect(seen).toEqual(['not_found', 'not_found']);
    await first.client.discard(id);
    await clock.advance(1_000);
    expect(second.client.outbox.getSnapshot()).toEqual([]);
  });

  test('RCV1: a leading tab that is cut off or frozen loses the lead to one that is online and has something to send', async () => {
    const { clock, first, second, server } = await openTabs();
    first.network.setUp(false);
    await second.client.send(toBob, 'one');
    await clock.advance(9_000);
    expect(logOf(server)).toEqual([]);
    await clock.advance(2_000);
    expect(logOf(server)).toEqual(['one']);
    first.network.setUp(true);
    await first.client.send(toBob, 'two');
    await clock.advance(40_000);
    expect([logOf(server), shown(first.client)]).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
  });

  test('RCV1: a tab that is offline itself leaves the lead where it is', async () => {
    const { clock, first, second, server } = await openTabs();
    first.network.setUp(false);
    second.network.setUp(false);
    await second.client.send(toBob, 'one');
    await clock.advance(60_000);
    first.network.setUp(true);
    await clock.advance(40_000);
    expect(logOf(server)).toEqual(['one']);
  });
});

const unseen = {
  id: '01890000-0000-7000-8000-000000000001',
  conversation: 'direct:ann:bob',
  seq: 2,
  type: 'direct',
  from: 'bob',
  to: 'ann',
  content: 'two',
  content_type: 'text',
  media_url: null,
  media_metadata: null,
  reply_to: null,
  created_at: '2030-01-01T00:00:00.000Z',
  edited_at: null,
  deleted_at: null,
  status: 'stored',
};

describe('two accounts on one device', () => {
  test('RCV1: signing out keeps the outbox; another account neither sends nor sees it, the same one sends it', async () => {
    const { clock, device, server } = createBench();
    const storage = createMemoryStorage();
    const { client, network } = await device('ann', { storage });
    const group = { type: 'group', to: 'group-1' } as const;
    server.http('ann', 'POST', '/groups', { name: 'g', members: ['bob'] });
    network.setUp(false);
    await client.send(group, 'by ann');
    expect(client.outbox.getSnapshot()).toHaveLength(1);
    network.leave();

    const { client: bob } = await device('bob', { storage });
    await clock.advance(5_000);
    expect(bob.outbox.getSnapshot()).toEqual([]);
    expect(bob.conversation(group).view.getSnapshot().outbox).toEqual([]);
    const signingOut = bob.signOut();
    await clock.advance(1_000);
    expect(await signingOut).toEqual({ ok: true, value: null });
    expect(await storage.list('outbox')).toHaveLength(1);
    expect(await storage.list('conversations')).toEqual([]);
    await bob.stop();

    const { client: again } = await device('ann', { storage });
    await clock.advance(5_000);
    expect(again.outbox.getSnapshot()).toEqual([]);
    const log = server.conversations.get('group-1')?.log ?? [];
    expect(log.map((entry) => entry.by)).toEqual(['ann', 'ann']);
  });

  test('SEC1: after a sign-out in one tab another one writes no copies any more', async () => {
    const { clock, first, second, storage, server } = await openTabs();
    await first.client.send(toBob, 'one');
    await clock.advance(5_000);
    server.connections('ann').forEach((socket) => socket.emit('message', unseen));
    const reason = { code: 'unauthenticated', message: 'signed out', retry: false };
    server.connections('ann').forEach((socket) => socket.emit('error', reason));
    await clock.advance(30);
    first.network.cut();
    void second.client.signOut();
    await clock.advance(10_000);
    expect(first.client.connection.getSnapshot().status).toBe('signed-out');
    expect(await storage.list('conversations')).toEqual([]);
    expect(await storage.list('timelines')).toEqual([]);
  });

  test('SYN3: copies that one tab dropped at a sign-out are whole again when another one signs in', async () => {
    const { clock, first, second, storage, server, device } = await openTabs();
    await first.client.send(toBob, 'one');
    await first.client.send({ type: 'direct', to: 'ann' }, 'note');
    await clock.advance(5_000);
    const reason = { code: 'unauthenticated', message: 'signed out', retry: false };
    server.connections('ann').forEach((socket) => socket.emit('error', reason));
    await clock.advance(30);
    first.network.cut();
    void second.client.signOut();
    await clock.advance(5_000);
    void first.client.signIn({ username: 'ann', password: 'correct horse battery' });
    await clock.advance(5_000);
    server.http('ann', 'POST', '/groups', { name: 'g', members: ['bob'] });
    await clock.advance(5_000);
    first.network.leave();
    const { client: reloaded } = await device('ann', { storage });
    expect(
      reloaded.conversations
        .getSnapshot()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['direct:ann:ann', 'direct:ann:bob', 'group-1']);
  });

  test('SEC1: who signs out, or in, by the cookie does so in all tabs: none shows or asks in an old name', async () => {
    const { clock, first, second, storage } = await openTabs({ cookie: true });
    await first.client.send(toBob, 'one');
    await clock.advance(5_000);
    void second.client.signOut();
    await clock.advance(5_000);
    for (const { client } of [first, second]) {
      expect(client.connection.getSnapshot().status).toBe('idle');
      expect([client.account.getSnapshot(), client.conversations.getSnapshot()]).toEqual([undefined, []]);
    }
    expect(await storage.list('conversations')).toEqual([]);
    void second.client.signIn({ username: 'ann', password: 'correct horse battery' });
    await clock.advance(5_000);
    expect(first.client.connection.getSnapshot().status).toBe('online');
    expect(shown(first.client)).toEqual(shown(second.client));
    expect(await storage.list('conversations')).toHaveLength(1);
  });

  test('SEC1: a sign-in by token is no concern of other tabs', async () => {
    const { clock, first, second } = await openTabs();
    void second.client.signOut();
    await clock.advance(5_000);
    expect(first.client.connection.getSnapshot().status).toBe('online');
  });

  test('RCV1: signing in again in the same run sends what waited, as somebody else it does not', async () => {
    const { clock, device, server } = createBench();
    const { client, network } = await device('ann');
    network.setUp(false);
    await client.send(toBob, 'by ann');
    network.setUp(true);
    network.cut();
    const signingOut = client.signOut();
    await clock.advance(1_000);
    expect((await signingOut).ok).toBe(true);
    expect(client.outbox.getSnapshot()).toEqual([]);
    expect(logOf(server)).toEqual([]);
    const signingIn = client.signIn({ username: 'ann', password: 'correct horse battery' });
    await clock.advance(5_000);
    expect((await signingIn).ok).toBe(true);
    expect(logOf(server)).toEqual(['by ann']);
  });
});
