import { afterEach, describe, expect, test } from 'bun:test';
import 'fake-indexeddb/auto';
import type { Client } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import { createBench, logOf, toBob } from '../testing/client-bench.ts';
import { createFakeNetwork } from '../testing/fake-network.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createClient } from '../client.ts';
import { createIndexedDbStorage } from './indexed-db-storage.ts';

const { open } = indexedDB;
const { put } = IDBObjectStore.prototype;
afterEach(() => {
  indexedDB.open = open;
  IDBObjectStore.prototype.put = put;
});

let databases = 0;

/** A client over the browser's own storage, as it is made without one of its own. */
function createBrowserClient(more?: Partial<ClientOptions>) {
  const { clock, server } = createBench();
  const random = createSeededRandom(1);
  const { transport, fetch } = createFakeNetwork({ server, user: 'ann', clock, random });
  const name = `faulty ${String((databases += 1))}`;
  const options = { url: 'http://model', token: 'ann', userId: 'ann', clock, random, transport, fetch, name };
  return { clock, server, name, client: createClient({ ...options, ...more }) };
}

async function sendOne(client: Client, clock: { advance(ms: number): Promise<void> }): Promise<void> {
  const sent = client.send(toBob, 'one');
  await clock.advance(20_000);
  await sent;
  await clock.advance(1_000);
}

/** Lets what waits for the test's own IndexedDB go on, which lives in real time. */
async function turns(clock: { advance(ms: number): Promise<void> }): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await clock.advance(10);
}

describe('a browser storage that fails', () => {
  test('RCV1: forbidden: the client starts at once, sends from memory, and says why', async () => {
    const refused = new DOMException('Storage is disabled.', 'SecurityError');
    indexedDB.open = () => {
      throw refused;
    };
    const { client, clock, server } = createBrowserClient();
    await client.start();
    await sendOne(client, clock);
    expect(logOf(server)).toEqual(['one']);
    expect(client.outbox.getSnapshot()).toEqual([]);
    expect(client.storageFault.getSnapshot()).toBe(refused);
    await client.stop();
  });

  test('RCV1: never answering: start waits 5 s and no longer, sending works, and a stop ends', async () => {
    // A request that nothing ever happens to.
    indexedDB.open = () => new (IDBOpenDBRequest as unknown as new () => IDBOpenDBRequest)();
    const { client, clock, server } = createBrowserClient();
    const starting = client.start();
    await clock.advance(5_000);
    await starting;
    await sendOne(client, clock);
    expect(logOf(server)).toEqual(['one']);
    expect(String(client.storageFault.getSnapshot())).toMatch(/storage .*not answer/);
    const stopping = client.stop();
    await clock.advance(10_000);
    await stopping;
  });

  test('RCV1: full: what is written is shown and sent from memory, and the client says why', async () => {
    const full = new DOMException('No space is left.', 'QuotaExceededError');
    const { client, clock, server } = createBrowserClient();
    const starting = client.start();
    await turns(clock);
    await starting;
    IDBObjectStore.prototype.put = () => {
      throw full;
    };
    const sent = client.send(toBob, 'one');
    await turns(clock);
    await sent;
    await clock.advance(1_000);
    expect(logOf(server)).toEqual(['one']);
    expect(client.storageFault.getSnapshot()).toBe(full);
    await client.stop();
  });

  test('RCV1: a write of which one part fails leaves nothing of itself', async () => {
    const storage = createIndexedDbStorage(`parts ${String((databases += 1))}`);
    const unkeepable = () => undefined;
    const writing = storage.write([
      { table: 'outbox', key: 'a', value: 1 },
      { table: 'outbox', key: 'b', value: unkeepable },
    ]);
    expect(writing).rejects.toThrow();
    await writing.catch(() => undefined);
    expect(await storage.list('outbox')).toEqual([]);
    await storage.close();
  });

  test('RCV1: an opening that failed once is tried again', async () => {
    indexedDB.open = () => {
      throw new DOMException('Not now.', 'UnknownError');
    };
    const storage = createIndexedDbStorage(`again ${String((databases += 1))}`);
    await storage.list('outbox').catch(() => undefined);
    indexedDB.open = open;
    expect(await storage.list('outbox')).toEqual([]);
    await storage.close();
  });
});
