import { expect, setDefaultTimeout, test } from 'bun:test';
import { eventually, within } from '../deadline.ts';
import { stored, type Load } from '../load.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import type { ChaosServer } from './chaos.ts';
import { fillJournal, settle, startUnderLoad } from './outage.ts';

setDefaultTimeout(120_000);
const KILLS = 12;
const seed = chooseSeed();
const random = createRandom(seed);

/** The moment is the fault: nothing announces it. */
const momentWithin = (mostMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, random() * mostMs));

const moments: readonly ((server: ChaosServer, load: Load) => Promise<void>)[] = [
  // While batches are committed and acked.
  async (_server, load) => {
    await within(20_000, 'acks', stored(load, 1 + Math.floor(random() * 200)));
    load.push();
    await momentWithin(20);
  },
  // While the journal fills.
  async (server, load) => {
    await server.setStore('down');
    await fillJournal(load, 20 + Math.floor(random() * 60));
    await momentWithin(20);
  },
  // While the journal drains.
  async (server, load) => {
    await server.setStore('down');
    await fillJournal(load, 80);
    await server.setStore('well');
    await momentWithin(1_000);
  },
  // While it starts, and takes up what an earlier run left in the journal.
  async (server, load) => {
    await server.setStore('down');
    await fillJournal(load, 40);
    await server.kill();
    server.restart().catch(() => undefined);
    await momentWithin(500);
  },
];

test(`F1 JRN1 SND1 SEQ1: kill -9 at any moment of the batch path and of the journal's loses and doubles nothing (seed ${String(seed)})`, async () => {
  const { server, load } = await startUnderLoad(random);
  try {
    for (let round = 0; round < KILLS; round += 1) {
      // Only a conversation that is in memory can be written to while the store is away.
      await within(20_000, 'acks after the start', stored(load, 40));
      await eventually('an empty journal', async () => (await server.pipeline()).journal.records === 0);
      await moments[round % moments.length]?.(server, load);
      await server.kill();
      await server.restart();
    }
    await settle(load);
    expect((await server.pipeline()).journal.records).toBe(0);
  } finally {
    await server.dispose();
  }
});
