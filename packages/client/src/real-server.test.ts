import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStorage } from './adapters/file-storage.ts';
import { createMemoryStorage } from './adapters/memory-storage.ts';
import { systemRandom } from './adapters/system-random.ts';
import { createClient, type Client } from './client.ts';
import { tickOf } from './conversations/tick.ts';
import { derive } from './observable.ts';
import type { Storage } from './ports/storage.ts';
import { startRealServer, type RealServer } from './testing/real-server.ts';
import { until } from './testing/until.ts';

let server: RealServer;
const clients: Client[] = [];
let people = 0;

beforeAll(async () => {
  server = await startRealServer();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  await server.dispose();
});

// Back-off in a tenth of the time.
const random = { ...systemRandom, fraction: () => 0.1 * systemRandom.fraction() };

async function enter(
  storage: Storage = createMemoryStorage(),
): Promise<{ client: Client; account: { username: string; password: string } }> {
  const client = createClient({ url: server.url, storage, random });
  clients.push(client);
  await client.start();
  const account = { username: `person${String((people += 1))}`, password: 'long enough for all' };
  const registered = await client.register(account);
  if (!registered.ok) throw new Error(JSON.stringify(registered.error));
  await client.whenCurrent();
  return { client, account };
}

function texts(client: Client, conversation: string): string[] {
  const { items } = client.conversation(conversation).view.getSnapshot();
  return items.flatMap((item) => (item.kind === 'message' ? [item.message.content ?? ''] : []));
}

async function makeGroup(owner: Client, members: readonly Client[]): Promise<string> {
  const made = await owner.http('create_group', {
    body: { name: 'Tea', members: members.map((one) => one.userId()) },
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value.id;
}

describe('with a real server', () => {
  test('RCV1 SEQ2: it is killed twice while two people write, and nothing is lost, doubled or out of order', async () => {
    const [{ client: ann }, { client: bob }] = [await enter(), await enter()];
    const group = await makeGroup(ann, [bob]);
    await until(bob.conversations, (list) => list.length === 1);
    const write = async (from: number): Promise<void> => {
      for (let n = from; n < from + 20; n++)
        await Promise.all([ann.send(group, `ann ${String(n)}`), bob.send(group, `bob ${String(n)}`)]);
    };
    for (const round of [0, 1]) {
      await write(100 + round * 40);
      await server.kill();
      await write(120 + round * 40);
      await server.start();
    }
    await Promise.all([ann, bob].map((one) => until(one.outbox, (items) => items.length === 0)));
    for (const one of [ann, bob]) {
      const { view } = one.conversation(group);
      await one.conversation(group).open();
      await until(view, () => texts(one, group).length === 160);
      const all = texts(one, group);
      for (const name of ['ann', 'bob']) {
        const own = all.filter((text) => text.startsWith(name));
        expect(own).toEqual(Array.from({ length: 80 }, (_, index) => `${name} ${String(100 + index)}`));
      }
    }
    expect(texts(ann, group)).toEqual(texts(bob, group));
    expect(ann.conversations.getSnapshot()[0]?.unread).toBe(80);
  }, 20_000);

  test('RCV1 SYN1: what was written offline goes out after a restart of the program, and what was missed comes in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-client-'));
    const path = join(folder, 'ann.jsonl');
    const [{ client: first, account }, { client: bob }] = [
      await enter(createFileStorage(path)),
      await enter(),
    ];
    const to = { type: 'direct', to: bob.userId() } as const;
    const { id } = first.conversation(to);
    await first.send(to, 'before');
    await until(first.conversation(id).view, ({ items }) => items.length === 1);
    await first.stop();

    await until(bob.conversations, (list) => list.length === 1);
    await bob.send(id, 'while away');
    await until(bob.outbox, (items) => items.length === 0);
    const edited = await bob
      .conversation(id)
      .edit(bob.conversations.getSnapshot()[0]?.last_message?.id ?? '', 'edited while away');
    expect(edited.ok).toBe(true);

    const second = createClient({ url: server.url, storage: createFileStorage(path), random });
    clients.push(second);
    await second.start();
    // Before the network: what was kept shows, and what is written waits.
    await second.conversation(id).open();
    expect(texts(second, id)).toEqual(['before']);
    await second.send(id, 'written offline');
    expect(second.conversation(id).view.getSnapshot().outbox).toHaveLength(1);

    expect((await second.signIn(account)).ok).toBe(true);
    await until(
      second.conversation(id).view,
      ({ items, outbox }) => items.length === 3 && outbox.length === 0,
    );
    expect(texts(second, id)).toEqual(['before', 'edited while away', 'written offline']);
    await until(bob.conversation(id).view, ({ items }) => items.length === 3);
    await rm(folder, { recursive: true });
  }, 20_000);

  test('RCV1: what the server refuses for good shows why, can be edited and goes out', async () => {
    const [{ client: ann }, { client: bob }] = [await enter(), await enter()];
    const to = { type: 'direct', to: bob.userId() } as const;
    const id = await ann.send(to, ' ');
    const [failed] = await until(ann.outbox, ([item]) => item?.status === 'failed');
    expect(failed?.error).toMatchObject({ code: 'invalid', retry: false });
    await ann.resend(id, { content: 'with words' });
    await until(ann.conversation(to).view, ({ items, outbox }) => items.length === 1 && outbox.length === 0);
    expect(texts(ann, ann.conversation(to).id)).toEqual(['with words']);
  }, 20_000);

  test('WEB8: the server is killed in the middle of an upload, which goes on from there, whole to the last byte', async () => {
    const [{ client: ann }, { client: bob, account }] = [await enter(), await enter()];
    const bytes = new Uint8Array(3 * 1024 * 1024).map((_, index) => index ^ (index >> 8) ^ (index >> 16));
    const chat = ann.conversation({ type: 'direct', to: bob.userId() });
    await chat.sendFile(
      { file: new Blob([bytes]), filename: 'noise.bin', kind: 'file' },
      { content: 'a file of noise' },
    );
    await until(ann.uploads, (all) => [...all.values()].some((arrived) => arrived > 0));
    await server.kill();
    await server.start();
    await until(ann.outbox, (items) => items.length === 0);
    await until(bob.conversation(chat.id).view, ({ items }) => items.length === 1);
    const [item] = bob.conversation(chat.id).view.getSnapshot().items;
    if (item?.kind !== 'message') throw new Error('no message');
    const { media_url, media_metadata, content } = item.message;
    expect([content, media_metadata?.filename, media_metadata?.size]).toEqual([
      'a file of noise',
      'noise.bin',
      bytes.length,
    ]);
    const got = await fetch(server.url + (media_url ?? ''), { headers: await signedHeaders(account) });
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
  }, 20_000);

  test('RD1: reading clears the count, also of one’s other device, and shows to the sender', async () => {
    const [{ client: ann }, { client: bob, account }] = [await enter(), await enter()];
    const other = createClient({ url: server.url, storage: createMemoryStorage(), random });
    clients.push(other);
    await other.start();
    await other.signIn(account);
    await other.whenCurrent();
    const to = { type: 'direct', to: bob.userId() } as const;
    await ann.send(to, 'one');
    await ann.send(to, 'two');
    const bobs = [bob, other].map((one) => until(one.conversations, ([row]) => row?.unread === 2));
    await Promise.all(bobs);
    bob.conversation(ann.conversation(to).id).markRead();
    await until(other.conversations, ([row]) => row?.unread === 0);
    await until(ann.conversations, ([row]) => row?.peer_read_seq === 2);
  }, 20_000);

  test('GRP1: who is removed loses the conversation, who comes back has all of it', async () => {
    const [{ client: ann }, { client: bob }] = [await enter(), await enter()];
    const group = await makeGroup(ann, [bob]);
    await until(bob.conversations, (list) => list.length === 1);
    const params = { group_id: group };
    await ann.http('remove_member', { params, body: { user_id: bob.userId() } });
    await until(bob.conversations, (list) => list.length === 0);
    await ann.send(group, 'among ourselves');
    await until(ann.outbox, (items) => items.length === 0);
    await ann.http('add_member', { params: { ...params, user_id: bob.userId() } });
    await until(bob.conversations, (list) => list.length === 1);
    await bob.conversation(group).open();
    const kinds = bob
      .conversation(group)
      .view.getSnapshot()
      .items.map((item) => (item.kind === 'system' ? item.entry.kind : 'message'));
    expect(kinds).toEqual(['created', 'member_removed', 'message', 'member_added']);
  }, 20_000);

  test('RD1: in a group, a device that comes later knows how far the others have read', async () => {
    const [{ client: ann, account }, { client: bob }] = [await enter(), await enter()];
    const group = await makeGroup(ann, [bob]);
    await ann.send(group, 'read me');
    await until(bob.conversations, ([row]) => row?.last_seq === 2);
    bob.conversation(group).markRead();
    const tickOn = (client: Client) =>
      derive([client.conversation(group).view], (view) => tickOf(2, view, client.userId()));
    await until(tickOn(ann), (tick) => tick === 'read');
    const fresh = createClient({ url: server.url, storage: createMemoryStorage(), random });
    clients.push(fresh);
    await fresh.start();
    await fresh.signIn(account);
    await fresh.whenCurrent();
    await fresh.conversation(group).open();
    await until(tickOn(fresh), (tick) => tick === 'read');
  }, 20_000);

  test('PRS1: typing and presence arrive, and go', async () => {
    const [{ client: ann }, { client: bob }] = [await enter(), await enter()];
    const { id } = ann.conversation({ type: 'direct', to: bob.userId() });
    await ann.send(id, 'hello');
    await until(bob.conversations, (list) => list.length === 1);
    bob.presence.watch([ann.userId()]);
    await until(bob.presence.state, (known) => known.get(ann.userId())?.status === 'online');
    ann.conversation(id).sayTyping(true);
    const typing = derive([bob.conversation(id).view], (view) => view.typing);
    await until(typing, (names) => names.includes(ann.userId()));
    ann.conversation(id).sayTyping(false);
    await until(typing, (names) => names.length === 0);
  }, 20_000);

  test('SYN1: a page of the past comes in order, and a message far back can be brought into view', async () => {
    const [{ client: ann }, { client: bob, account }] = [await enter(), await enter()];
    const { id } = ann.conversation({ type: 'direct', to: bob.userId() });
    await Promise.all(Array.from({ length: 170 }, (_, index) => ann.send(id, `text ${String(index)}`)));
    await until(ann.outbox, (items) => items.length === 0);
    const fresh = createClient({ url: server.url, storage: createMemoryStorage(), random });
    clients.push(fresh);
    await fresh.start();
    await fresh.signIn(account);
    await fresh.whenCurrent();
    const handle = fresh.conversation(id);
    await handle.open();
    expect(texts(fresh, id)).toEqual(Array.from({ length: 50 }, (_, index) => `text ${String(120 + index)}`));
    expect(await handle.showAround(30)).toBe(true);
    expect(texts(fresh, id)).toContain('text 29');
    expect(handle.view.getSnapshot().hasNewer).toBe(true);
    while (await handle.loadNewer()) {
      // page by page, until it joins the newest
    }
    while (await handle.loadOlder()) {
      // page by page, to the beginning
    }
    expect(texts(fresh, id)).toEqual(Array.from({ length: 170 }, (_, index) => `text ${String(index)}`));
  }, 20_000);

  test('PRS1: the row of a direct conversation follows its watched peer’s name', async () => {
    const [{ client: ann }, { client: bob }] = [await enter(), await enter()];
    await ann.send({ type: 'direct', to: bob.userId() }, 'hello');
    await until(ann.conversations, (list) => list[0]?.peer?.id === bob.userId());
    ann.presence.watch([bob.userId()]);
    await until(ann.presence.state, (known) => known.has(bob.userId()));
    await bob.http('update_me', { body: { display_name: 'Robert' } });
    await until(ann.conversations, (list) => list[0]?.peer?.display_name === 'Robert');
  });

  test('RCV1: the bot of the README answers', async () => {
    const readme = await readFile(join(import.meta.dir, '../README.md'), 'utf8');
    const code = /```ts\n(import[\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(code.trim().split('\n')).toHaveLength(10);
    const { client: ann } = await enter();
    const here = code.replace('http://localhost:8001', server.url);
    const bot = Bun.spawn(
      [process.execPath, '-e', `${here}\nawait client.whenCurrent();\nconsole.log('here');`],
      {
        cwd: join(import.meta.dir, '..'),
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    try {
      // A first run begins with what is new from then on.
      for await (const chunk of bot.stdout) if (new TextDecoder().decode(chunk).includes('here')) break;
      const to = { type: 'direct', to: await findUser(ann, 'echo') } as const;
      await ann.send(to, 'hello');
      const { id, view } = ann.conversation(to);
      await until(view, () => texts(ann, id).includes('You said: hello'));
    } finally {
      bot.kill();
      await bot.exited;
    }
  }, 20_000);
});

async function findUser(client: Client, name: string): Promise<string> {
  const found = await client.http('find_users', { query: { query: name } });
  const user = found.ok ? found.value.users[0] : undefined;
  if (user === undefined) throw new Error(`there is no ${name}`);
  return user.id;
}

async function signedHeaders(account: {
  username: string;
  password: string;
}): Promise<{ authorization: string }> {
  const answer = await fetch(`${server.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  // By contract.
  const { token } = (await answer.json()) as { token: string };
  return { authorization: `Bearer ${token}` };
}
