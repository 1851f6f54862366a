import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { createApi } from '../api.ts';
import { eventually, within } from '../deadline.ts';
import { startLoad, stored, type Load } from '../load.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { spawnServer, startServer, type ServerProcess } from '../server-process.ts';
import type { PipelineHealth } from './chaos.ts';
import { startDatabaseProxy, type DatabaseProxy, type Link } from './database-proxy.ts';
import { fillJournal, settle } from './outage.ts';

setDefaultTimeout(120_000);
const seed = chooseSeed();
const random = createRandom(seed);
let server: ServerProcess | undefined;
let proxy: DatabaseProxy | undefined;
afterEach(async () => {
  await server?.dispose();
  proxy?.close();
});

interface Scene {
  readonly load: Load;
  readonly set: (link: Link) => void;
  readonly pipeline: () => Promise<PipelineHealth>;
}

/** A server whose way to a real database can be broken, and people who write. */
async function start(mongoUrl: string): Promise<Scene> {
  proxy = await startDatabaseProxy(mongoUrl);
  const name = `parley_e2e_${String(Date.now())}_${String(seed)}`;
  server = await startServer({ MONGO_URL: `mongodb://${proxy.host}/${name}` });
  const api = createApi(server.url, '');
  const load = await startLoad(server, random);
  await within(20_000, 'the first acks', stored(load, 100));
  return {
    load,
    set: proxy.set,
    // As its schema in the protocol says.
    pipeline: async () => (await api.send('GET', '/health/message-buffer')).json as PipelineHealth,
  };
}

const url = process.env['TEST_MONGO_URL'];
if (url === undefined)
  test.skip('faults between a server and its MongoDB: set TEST_MONGO_URL', () => undefined);
else {
  for (const [fault, link] of [
    ['F4', 'gone'],
    ['F3', 'hung'],
    ['F6', 'mute'],
  ] as const)
    test(`${fault} BRK1 JRN1: with MongoDB ${link} people go on, and all is stored once when it is back (seed ${String(seed)})`, async () => {
      const { load, set, pipeline } = await start(url);
      set(link);
      await fillJournal(load, 100);
      await eventually('the breaker to open', async () => (await pipeline()).breaker.opened_total > 0);
      set('well');
      await settle(load);
      expect((await pipeline()).journal.records).toBe(0);
    });

  test('OPS1 F19: a second process on the data folder refuses, with MongoDB behind it too', async () => {
    const database = new URL(`parley_e2e_${String(Date.now())}`, url).href;
    server = await startServer({ MONGO_URL: database });
    const { dataDir } = server;
    const ports = { PORT: '0', ADMIN_PORT: '0', HOST: '127.0.0.1' };
    const second = spawnServer(dataDir, { ...ports, DATA_DIR: dataDir, MONGO_URL: database });
    expect(await within(20_000, 'the second to refuse', second.exited)).not.toBe(0);
    expect(second.output()).toContain('in use by another Parley process');
    // After kill -9 the folder is free.
    await server.kill();
    await server.restart();
  });

  test(`F5 SND2b: while connections to MongoDB break again and again nothing is lost, doubled or out of order (seed ${String(seed)})`, async () => {
    const { load, set } = await start(url);
    for (let round = 0; round < 12; round += 1) {
      const before = load.clients.reduce((sum, { learned }) => sum + learned.stored.size, 0);
      set('gone');
      set('well');
      await eventually(
        'something stored in between',
        () => {
          for (const client of load.clients) load.writeFor(client);
          return load.clients.reduce((sum, { learned }) => sum + learned.stored.size, 0) > before;
        },
        40_000,
      );
    }
    await settle(load);
  });
}
