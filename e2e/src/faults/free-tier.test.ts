import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { within } from '../deadline.ts';
import { allAnswered, startLoad, stored, type Load } from '../load.ts';
import { PASSWORD, newUsername } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { published, startFreeTierProxy, type FreeTierProxy } from './free-tier-proxy.ts';
import { fillJournal, settle } from './outage.ts';

setDefaultTimeout(120_000);
const seed = chooseSeed();
const random = createRandom(seed);
let server: ServerProcess | undefined;
let proxy: FreeTierProxy | undefined;
afterEach(async () => {
  await server?.dispose();
  proxy?.close();
});

/** A server on Atlas's free tier as docs/mongodb.md has it, and people who write. */
async function start(mongoUrl: string, limits = published) {
  const tier = await startFreeTierProxy(mongoUrl, limits);
  proxy = tier;
  const name = `parley_e2e_${String(Date.now())}_${String(seed)}`;
  const settings = { FLUSH_INTERVAL: '3', MIN_POOL_SIZE: '2' };
  const run = await startServer({ MONGO_URL: `mongodb://${tier.host}/${name}`, ...settings });
  server = run;
  const load = await startLoad(run, random);
  await within(60_000, 'the first acks', stored(load, 100));
  return { tier, run, load };
}

const storedOf = (load: Load): number =>
  load.clients.reduce((sum, { learned }) => sum + learned.stored.size, 0);

const url = process.env['TEST_MONGO_URL'];
if (url === undefined) test.skip("Atlas's free tier: set TEST_MONGO_URL", () => undefined);
else {
  test(`SND1 PIP1: beyond a hundred operations a second messages share them, and nothing is lost (seed ${String(seed)})`, async () => {
    const { tier, load } = await start(url);
    const inserts = () => tier.operations.get('insert') ?? 0;
    const before = { inserts: inserts(), stored: storedOf(load) };
    await within(60_000, '1,500 more', stored(load, 1_500));
    expect(tier.figures.cooldowns).toBeGreaterThan(0);
    expect((storedOf(load) - before.stored) / (inserts() - before.inserts)).toBeGreaterThan(2);
    await settle(load);
  });

  test(`OPS4 JRN1: over its space quota a database stores nothing, and has everything once there is room (seed ${String(seed)})`, async () => {
    const { tier, run, load } = await start(url, { ...published, operationsPerS: Infinity });
    const [client] = load.clients;
    const [[id, { conversation }] = ['', { conversation: '' }]] = client?.learned.stored ?? [];
    const own = await client!.person.connect();
    tier.setFull(true);
    await fillJournal(load, 100);
    const before = storedOf(load);
    await fillJournal(load, 100);
    expect(storedOf(load)).toBe(before);
    const edit = await own.refused('edit_message', { message_id: id, conversation, content: 'other' });
    expect(edit).toMatchObject({ code: 'unavailable', retry: true });
    const signUp = { username: newUsername('late'), password: PASSWORD };
    const answer = await client!.person.api.send('POST', '/auth/register', {
      body: JSON.stringify(signUp),
      headers: { 'Content-Type': 'application/json' },
    });
    expect([answer.status, answer.json]).toMatchObject([503, { code: 'unavailable' }]);
    expect(run.output()).toContain('MongoDB is full: it is over its space quota.');
    expect(tier.figures.overQuota).toBeGreaterThan(0);
    tier.setFull(false);
    own.close();
    await settle(load);
  });

  test(`PIP4 SND1: with fewer connections than its pool may have a server works with those it gets (seed ${String(seed)})`, async () => {
    const { tier, load } = await start(url, { ...published, operationsPerS: Infinity });
    // Two for the driver to watch the database by.
    tier.setConnections(4);
    await within(60_000, '500 more', stored(load, 500));
    expect(tier.figures.refusedConnections).toBeGreaterThan(0);
    await allAnswered(load, 60_000);
    tier.setConnections(published.connections);
    await settle(load);
  });
}
