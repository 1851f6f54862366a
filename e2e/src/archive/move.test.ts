import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { within } from '../deadline.ts';
import { fillJournal, settle, startUnderLoad } from '../faults/outage.ts';
import { allAnswered, fillConversation, keepWriting, startLoad, stored } from '../load.ts';
import { signUp, type Person } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { startServer, type ServerProcess, type Settings } from '../server-process.ts';
import { refusedStart } from './refused-start.ts';
import { runScript, startScript } from './run-script.ts';

setDefaultTimeout(180_000);
const seed = chooseSeed();
const random = createRandom(seed);
const servers: ServerProcess[] = [];
const folders = new Set<string>();
afterEach(async () => {
  for (const server of servers.splice(0)) await server.dispose();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Without `TEST_STORE`'s own: each of these says where it is. */
async function start(settings: Settings, folder?: string): Promise<ServerProcess> {
  // However busy the machine is, nothing goes to the journal here.
  const server = await startServer({ FLUSH_INTERVAL: '30', MONGO_URL: undefined, ...settings }, folder);
  servers.push(server);
  folders.add(dirname(server.dataDir));
  return server;
}

/** The same address and folder with another store. */
function startAgain(server: ServerProcess, settings: Settings): Promise<ServerProcess> {
  const ports = { PORT: new URL(server.url).port, ADMIN_PORT: new URL(server.adminUrl).port };
  return start({ ...ports, ...settings }, dirname(server.dataDir));
}

let made = 0;
const databaseAt = (url: string): string => {
  made += 1;
  return new URL(`parley_e2e_${String(Date.now())}_${String(made)}`, url).href;
};

const Digest = z.object({ count: z.number(), digest: z.string() });
const digestOf = (person: Person, conversation: string) =>
  person.api.get(`/conversations/${encodeURIComponent(conversation)}/digest`, Digest);

const url = process.env['TEST_MONGO_URL'];
if (url === undefined) test.skip('moving between SQLite and MongoDB: set TEST_MONGO_URL', () => undefined);
else {
  test(`OPS5 F25 SEQ1 SEQ2: under load everything moves to MongoDB and back, and nobody loses anything (seed ${String(seed)})`, async () => {
    const database = databaseAt(url);
    const server = await start({});
    const folder = dirname(server.dataDir);
    const load = await startLoad(server, random);
    const stopWriting = keepWriting(load);
    await within(20_000, 'the first acks', stored(load, 500));
    const first = await load.clients[0]!.person.connect();

    const there = await runScript('move', ['--from', `sqlite:${server.dataDir}`, '--to', database]);
    expect([there.code, there.output]).toEqual([0, expect.stringContaining('set MONGO_URL')]);
    expect(await within(20_000, 'the server to end', server.run().exited)).toBe(0);
    // The old store is served no more, whoever starts it.
    expect(await refusedStart(folder)).toContain('was moved to mongodb://');
    const inMongo = await startAgain(server, { MONGO_URL: database });
    await within(30_000, 'acks on MongoDB', stored(load, 300));
    const second = await load.clients[0]!.person.connect();
    expect(second.ready.generation).not.toBe(first.ready.generation);

    // What is left of the first store is in the way, and stays where it is until somebody takes it away.
    const back = ['--from', database, '--to', `sqlite:${server.dataDir}`, '--data', server.dataDir];
    const full = await runScript('move', back);
    expect([full.code, full.output]).toEqual([1, expect.stringContaining('is not empty')]);
    await rename(join(server.dataDir, 'parley.db'), join(server.dataDir, 'old.db'));
    await within(20_000, 'people to go on', stored(load, 100));
    const again = await runScript('move', back);
    expect([again.code, again.output]).toEqual([0, expect.stringContaining('unset MONGO_URL')]);
    expect(await within(20_000, 'the server to end', inMongo.run().exited)).toBe(0);
    expect(await refusedStart(folder, { MONGO_URL: database })).toContain('was moved to sqlite:');
    await startAgain(server, {});
    await within(30_000, 'acks on SQLite', stored(load, 300));
    stopWriting();
    await allAnswered(load, 60_000);
    await audit(load.conversations, load.sent);
    expect(load.clients.flatMap(({ learned }) => [...learned.failed])).toEqual([]);
    for (const client of load.clients) client.close();
    for (const socket of [first, second]) socket.close();
  });

  test(`JRN1 OPS5: what waits in the journal at the cut-over is stored by the next start, in the new store (seed ${String(seed)})`, async () => {
    const database = databaseAt(url);
    const { server, load } = await startUnderLoad(random, { MONGO_URL: undefined });
    servers.push(server);
    await server.setStore('down');
    await fillJournal(load, 60);
    const moved = await runScript('move', ['--from', `sqlite:${server.dataDir}`, '--to', database]);
    expect([moved.code, moved.output]).toEqual([0, expect.stringContaining('set MONGO_URL')]);
    expect(await within(20_000, 'the server to end', server.run().exited)).toBe(0);
    await startAgain(server, { MONGO_URL: database });
    await settle(load);
  });

  test('F25 OPS5: a move goes on after kill -9 of its command, and of the server, and then without a server', async () => {
    const database = databaseAt(url);
    const server = await start({});
    const [ann, ben] = [await signUp(server.url, 'ann'), await signUp(server.url, 'ben')];
    const conversation = await fillConversation(ann, ben, 12_000);
    const expected = await digestOf(ann, conversation);
    const order = ['--from', `sqlite:${server.dataDir}`, '--to', database];

    const ended = startScript('move', order);
    await ended.says('copying');
    ended.kill();
    await ended.ended;
    await fillConversation(ben, ann, 10);

    let left = startScript('move', order);
    // The server may not have noticed yet.
    while (
      !(await left.says('copying').then(
        () => true,
        () => false,
      ))
    ) {
      expect((await left.ended).output).toContain('under way');
      left = startScript('move', order);
    }
    await server.kill();
    expect((await left.ended).code).toBe(1);
    // The target is a part of a store, and is not served.
    expect(await refusedStart(dirname(server.dataDir), { MONGO_URL: database })).toContain('npm run move');
    await server.restart();
    expect((await digestOf(ann, conversation)).count).toBe(expected.count + 10);
    await server.stop();

    const offline = await runScript('move', order);
    expect([offline.code, offline.output]).toEqual([0, expect.stringContaining('set MONGO_URL')]);
    await startAgain(server, { MONGO_URL: database });
    expect((await digestOf(ann, conversation)).count).toBe(expected.count + 10);
  });

  test('OPS5 SEC4: a move says in one sentence why it does not begin, and shows no password', async () => {
    const server = await start({});
    await signUp(server.url, 'ann');
    const sqlite = `sqlite:${server.dataDir}`;
    const database = databaseAt(url);
    const full = await start({ MONGO_URL: database });
    await signUp(full.url, 'ben');
    const cases: readonly (readonly [from: string, to: string, expected: string])[] = [
      [sqlite, 'postgres://u:hunter2@h/d', 'A store is named'],
      [sqlite, 'mongodb://u:hunter2@127.0.0.1:1/d', 'MONGO_URL'],
      [sqlite, sqlite, 'the same store'],
      [sqlite, 'sqlite:/nowhere', 'npm run restore'],
      [sqlite, database, 'A Parley works on'],
    ];
    for (const [from, to, expected] of cases) {
      const { code, output } = await runScript('move', ['--from', from, '--to', to]);
      expect([to, code, output]).toEqual([to, 1, expect.stringContaining(expected)]);
      expect(output).not.toContain('hunter2');
      expect(output).not.toMatch(/\n\s+at /);
    }
    await full.stop();
    const { code, output } = await runScript('move', ['--from', sqlite, '--to', database]);
    expect([code, output]).toEqual([1, expect.stringContaining('is not empty')]);
    await signUp(server.url, 'still-served');
  });
}
