import { describe, expect, test } from 'bun:test';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import { createClient, type Client } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import { conversation, createBench, logOf, shown, toBob } from '../testing/client-bench.ts';
import { createFakeNetwork } from '../testing/fake-network.ts';
import { createFakeTus } from '../testing/fake-tus.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';

const kB = 1024;
const photo = (size: number) =>
  ({ file: new Blob([new Uint8Array(size)]), filename: 'a.jpg', kind: 'image' }) as const;

function createScene() {
  const { clock, server } = createBench();
  const tus = createFakeTus(clock);
  const storage = createMemoryStorage();

  /** ann, at her device; again after a reload of the page. */
  async function open(more: Partial<ClientOptions> = {}) {
    const random = createSeededRandom(3);
    const network = createFakeNetwork({ server, user: 'ann', clock, random });
    const client = createClient({
      url: 'http://model',
      token: 'ann',
      clock,
      random,
      storage,
      transport: network.transport,
      fetch: tus.fetch(network.fetch),
      ...more,
    });
    await client.start();
    await clock.advance(1_000);
    return { client, network };
  }
  return { clock, server, tus, storage, open };
}

const send = (client: Client, size: number, caption: string): Promise<string> =>
  client.conversation(toBob).sendFile(photo(size), { content: caption });

describe('uploads', () => {
  test('WEB8: a file shows at once, is brought to the server in parts, and is then sent', async () => {
    const { clock, server, tus, storage, open } = createScene();
    const { client } = await open();
    const id = await send(client, 600 * kB, 'a crane');
    expect(shown(client)).toEqual(['uploading a crane']);
    const seen: number[] = [];
    client.uploads.subscribe(() => seen.push(client.uploads.getSnapshot().get(id) ?? -1));
    await clock.advance(5_000);
    expect(seen).toEqual([0, 256 * kB, -1]);
    expect(logOf(server)).toEqual(['a crane']);
    const [item] = client.conversation(conversation).view.getSnapshot().items;
    expect(item?.kind === 'message' && item.message.media_url).toBe('/uploads/1.jpg');
    expect(tus.asked).toEqual(['POST /files/', 'PATCH 0', `PATCH ${String(256 * kB)}`]);
    expect(await storage.list('files')).toEqual([]);
    expect(client.outbox.getSnapshot()).toEqual([]);
  });

  test('WEB8: an upload goes on after a reload, where it was, and so does one whose answer was lost', async () => {
    const { clock, server, tus, open } = createScene();
    const { client, network } = await open();
    await send(client, 900 * kB, 'large');
    await clock.advance(250);
    network.leave();
    await client.stop();
    const { client: reloaded } = await open();
    await clock.advance(5_000);
    expect(shown(reloaded)).toEqual(['large']);
    expect(logOf(server)).toEqual(['large']);
    expect(tus.asked.slice(0, 4)).toEqual([
      'POST /files/',
      'PATCH 0',
      'HEAD /files/',
      `PATCH ${String(256 * kB)}`,
    ]);
    tus.loseAnswer();
    await send(reloaded, 10, 'small');
    await clock.advance(5_000);
    expect(tus.asked.slice(-3)).toEqual(['PATCH 0', 'HEAD /files/', 'GET /files/']);
    expect(logOf(server)).toEqual(['large', 'small']);
  });

  test('WEB8: a lost connection is waited out; what the server has forgotten begins anew', async () => {
    const { clock, server, tus, open } = createScene();
    const { client } = await open();
    await send(client, 900 * kB, 'large');
    await clock.advance(250);
    tus.setUp(false);
    await clock.advance(60_000);
    expect(shown(client)).toEqual(['uploading large']);
    tus.forget();
    tus.setUp(true);
    await clock.advance(60_000);
    expect(logOf(server)).toEqual(['large']);
    expect(tus.asked.filter((call) => call === 'POST /files/')).toHaveLength(2);
  });

  test('RCV1: what one writes meanwhile does not wait for a file; files keep their order, and nothing moves', async () => {
    const { clock, server, open } = createScene();
    const { client } = await open();
    await send(client, 900 * kB, 'large');
    await send(client, 10, 'small');
    await client.send(toBob, 'text');
    expect(shown(client)).toEqual(['pending text', 'uploading large', 'uploading small']);
    await clock.advance(10_000);
    expect(shown(client)).toEqual(['text', 'large', 'small']);
    expect(logOf(server)).toEqual(['text', 'large', 'small']);
  });

  test('WEB8: three are under way at once, the others wait for their turn', async () => {
    const { clock, server, tus, open } = createScene();
    const { client } = await open();
    const names = ['1', '2', '3', '4', '5'];
    for (const name of names) await send(client, 300 * kB, name);
    await clock.advance(10_000);
    expect(tus.mostAtOnce()).toBe(3);
    expect(logOf(server)).toEqual(names);
  });

  test('WEB8: a refused file says why and holds nothing up; sent again it goes from its beginning', async () => {
    const { clock, server, tus, open } = createScene();
    const { client } = await open();
    tus.refuse(415, 'unsupported_type');
    const id = await send(client, 10, 'odd');
    await clock.advance(1_000);
    expect(client.outbox.getSnapshot().map(({ status, error }) => [status, error?.code])).toEqual([
      ['failed', 'unsupported_type'],
    ]);
    tus.accept();
    await send(client, 10, 'fine');
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['fine']);
    await client.resend(id);
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['fine', 'odd']);
  });

  test('WEB8: a discarded upload ends, here and on the server, and leaves no file behind', async () => {
    const { clock, tus, storage, open } = createScene();
    const { client } = await open();
    const id = await send(client, 900 * kB, 'large');
    await clock.advance(250);
    await client.discard(id);
    await clock.advance(1_000);
    expect(shown(client)).toEqual([]);
    expect(client.uploads.getSnapshot().size).toBe(0);
    expect(tus.uploads.size).toBe(0);
    expect(await storage.list('files')).toEqual([]);
  });

  test('WEB8: words for files that were sent together outlive the one that they went with', async () => {
    const { clock, open } = createScene();
    const { client, network } = await open();
    const chat = client.conversation(toBob);
    const album_id = client.newId();
    network.leave();
    const first = await chat.sendFile(photo(10 * kB), { content: 'the harbour', album_id });
    await clock.advance(2_000);
    await chat.sendFile(photo(10 * kB), { content: 'later' });
    await chat.sendFile(photo(10 * kB), { album_id });
    await client.discard(first);
    expect(shown(client)).toEqual(['uploading later', 'uploading the harbour']);
  });

  test('WEB8: what is being sent keeps its words when it is discarded: it may be stored already', async () => {
    const { clock, server, open } = createScene();
    const { client } = await open();
    const chat = client.conversation(toBob);
    const album_id = client.newId();
    const first = await chat.sendFile(photo(10 * kB), { content: 'the harbour', album_id });
    await chat.sendFile(photo(10_000 * kB), { album_id });
    const isSending = () => client.outbox.getSnapshot().some(({ status }) => status === 'pending');
    for (let ms = 0; ms < 2_000 && !isSending(); ms += 1) await clock.advance(1);
    expect(isSending()).toBe(true);
    await client.discard(first);
    await clock.advance(60_000);
    expect(logOf(server).filter((content) => content === 'the harbour')).toHaveLength(1);
  });

  test('WEB8: words outlive a refused file also where the other one was refused too', async () => {
    const { clock, server, tus, open } = createScene();
    const { client } = await open();
    const chat = client.conversation(toBob);
    const album_id = client.newId();
    tus.refuse(413, 'too_large');
    const first = await chat.sendFile(photo(10 * kB), { content: 'the harbour', album_id });
    const second = await chat.sendFile(photo(10 * kB), { album_id });
    await clock.advance(1_000);
    await client.discard(first);
    tus.accept();
    await client.resend(second);
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['the harbour']);
    // What went again is in the album still, though nothing but its first id said when it was sent.
    const [item] = chat.view.getSnapshot().items;
    expect(item?.kind === 'message' && item.message.album_id).toBe(album_id);
  });

  test('WEB8: signing out ends uploads and keeps them; the same account brings them in when it signs in again', async () => {
    const { clock, server, storage, open } = createScene();
    const { client } = await open();
    await send(client, 900 * kB, 'large');
    await clock.advance(250);
    const signingOut = client.signOut();
    await clock.advance(5_000);
    expect((await signingOut).ok).toBe(true);
    expect(logOf(server)).toEqual([]);
    expect(await storage.list('files')).toHaveLength(1);
    const signingIn = client.signIn({ username: 'ann', password: 'correct horse battery' });
    await clock.advance(10_000);
    expect((await signingIn).ok).toBe(true);
    expect(logOf(server)).toEqual(['large']);
  });

  test('WEB8: a storage that refuses the file is no end: it is sent from memory', async () => {
    const { clock, server, open } = createScene();
    const full = new Error('QuotaExceededError');
    const { client } = await open({
      storage: { ...createMemoryStorage(), write: () => Promise.reject(full) },
    });
    await send(client, 300 * kB, 'large');
    await clock.advance(5_000);
    expect(logOf(server)).toEqual(['large']);
    expect(client.storageFault.getSnapshot()).toBe(full);
  });
});
