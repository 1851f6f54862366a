import { expect, setDefaultTimeout, test } from 'bun:test';
import { eventually, within } from '../deadline.ts';
import { stored, type Load } from '../load.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import type { ChaosServer, StoreMode } from './chaos.ts';
import { fillJournal, settle, startUnderLoad } from './outage.ts';

setDefaultTimeout(240_000);
const seed = chooseSeed();
const random = createRandom(seed);

/** What is going on when the signal comes. */
type Scene = (server: ChaosServer, load: Load) => Promise<void>;

const underLoad =
  (mode: StoreMode): Scene =>
  async (server, load) => {
    await server.setStore(mode);
    // An open breaker may wait for 30 s, by chance, and again if its one try is unlucky. BRK1
    await within(120_000, `acks with a store that is ${mode}`, stored(load, 60));
    load.push();
  };

const inOutage =
  (mode: StoreMode): Scene =>
  async (server, load) => {
    await server.setStore(mode);
    await fillJournal(load, 50);
  };

const whileDraining: Scene = async (server, load) => {
  await inOutage('down')(server, load);
  await server.setStore('well');
};

const scenes: readonly [name: string, scene: Scene][] = [
  ['well', underLoad('well')],
  ['slow', underLoad('slow')],
  ['flapping', inOutage('flapping')],
  ['forgetful', underLoad('forgetful')],
  ['down', inOutage('down')],
  ['hung', inOutage('hung')],
  ['well again and the journal drains', whileDraining],
];

test(`F26 OPS2: SIGTERM while the store is ${scenes.map(([name]) => name).join(', ')}: it ends in time, and nothing is lost (seed ${String(seed)})`, async () => {
  const { server, load } = await startUnderLoad(random);
  try {
    for (const [name, scene] of scenes) {
      await within(20_000, 'acks after the start', stored(load, 40));
      await eventually('an empty journal', async () => (await server.pipeline()).journal.records === 0);
      await scene(server, load);
      expect([name, await within(30_000, `the end with a store that is ${name}`, server.stop())]).toEqual([
        name,
        0,
      ]);
      await server.restart();
    }
    await settle(load);
  } finally {
    await server.dispose();
  }
});

test('F26 F20 OPS2: a process that stands still takes SIGTERM when it goes on', async () => {
  const { server, load } = await startUnderLoad(random);
  try {
    load.push();
    server.run().signal('SIGSTOP');
    server.run().signal('SIGTERM');
    load.push();
    server.run().signal('SIGCONT');
    expect(await within(30_000, 'the end', server.run().exited)).toBe(0);
    await server.restart();
    await settle(load);
  } finally {
    await server.dispose();
  }
});
