import { Database } from 'bun:sqlite';
import { expect, setDefaultTimeout, test } from 'bun:test';
import { join } from 'node:path';
import { audit } from '../audit.ts';
import { eventually, within } from '../deadline.ts';
import { allAnswered, startLoad, stored, type Load } from '../load.ts';
import { text, type TextMessage } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import type { ServerProcess } from '../server-process.ts';
import { startChaosServer } from './chaos.ts';

setDefaultTimeout(60_000);
const seed = chooseSeed();
const random = createRandom(seed);

/** From now on the database refuses every entry with this text, and no other: put there past the running server. */
function poison({ dataDir }: ServerProcess, content: string): void {
  const database = new Database(join(dataDir, 'parley.db'));
  database.run('pragma busy_timeout = 5000');
  database.run(
    `create trigger poison before insert on entries when new.content = '${content}'
     begin select raise(abort, 'poison'); end`,
  );
  database.close(true);
}

/** A poison message of everybody's to each group, among others. */
function sendPoison(load: Load): TextMessage[] {
  const bad = load.clients.flatMap((client) =>
    load.conversations.slice(0, 2).map(({ id }) => ({ client, message: text('group', { id }, 'poison') })),
  );
  for (const { client, message } of bad) {
    load.writeFor(client);
    load.sent.push(message);
    client.send(message);
    load.writeFor(client);
  }
  return bad.map(({ message }) => message);
}

async function settle(load: Load, bad: readonly TextMessage[]): Promise<void> {
  await allAnswered(load, 30_000);
  await audit(load.conversations, load.sent);
  const failed = load.clients.flatMap(({ learned }) => [...learned.failed]);
  expect(failed.toSorted()).toEqual(bad.map(({ id }) => id).toSorted());
  for (const client of load.clients) client.close();
}

test(`F7 SND4: what the database refuses fails alone, in the midst of batches (seed ${String(seed)})`, async () => {
  const server = await startChaosServer();
  const load = await startLoad(server, random);
  await within(20_000, 'the first acks', stored(load, 50));
  poison(server, 'poison');
  const bad = sendPoison(load);
  await within(20_000, 'acks meanwhile', stored(load, 200));
  await settle(load, bad);
  expect((await server.pipeline()).breaker.opened_total).toBe(0);
  await server.dispose();
});

test(`F7 JRN3: what was queued and is refused by the database is told to have failed, and holds up nothing (seed ${String(seed)})`, async () => {
  const server = await startChaosServer();
  const load = await startLoad(server, random);
  await within(20_000, 'the first acks', stored(load, 50));
  poison(server, 'poison');
  await server.setStore('down');
  const bad = sendPoison(load);
  await eventually('all of it to be queued', () =>
    bad.every(({ id }) => load.clients.some(({ learned }) => learned.queued.has(id))),
  );
  await server.setStore('well');
  await settle(load, bad);
  for (const { learned } of load.clients) expect([...learned.provisional]).toEqual([]);
  await server.dispose();
});
