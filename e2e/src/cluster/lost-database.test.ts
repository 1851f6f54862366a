import { join, resolve } from 'node:path';
import { afterEach, setDefaultTimeout, test } from 'bun:test';
import { allHeard } from '../audit.ts';
import { within } from '../deadline.ts';
import { startDatabaseProxy, type DatabaseProxy } from '../faults/database-proxy.ts';
import { fillJournal, settle } from '../faults/outage.ts';
import { allAnswered, startLoad, stored } from '../load.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { clusterServices, startCluster, type RunningCluster } from './start-cluster.ts';

setDefaultTimeout(240_000);
const seed = chooseSeed();
const random = createRandom(seed);
let cluster: RunningCluster | undefined;
let proxy: DatabaseProxy | undefined;
afterEach(async () => {
  await cluster?.dispose();
  proxy?.close();
});

/** A folder with `up` and `down`, which start and kill the very services: for a run that nothing else runs beside. */
const folder = process.env['TEST_SERVICES'];
const lost = folder === undefined ? 'cut off' : 'killed with -9';

async function run(command: 'up' | 'down', ...args: readonly string[]): Promise<void> {
  const program = join(resolve(folder ?? ''), command);
  const child = Bun.spawn([program, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await within(120_000, `${command} ${args.join(' ')}`, child.exited);
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`);
}

const services = clusterServices();
if ('missing' in services) test.skip(`services that are lost: ${services.missing}`, () => undefined);
else
  test(`CLU1 F4 F17: Redis, then the database, then both ${lost} under load and back again: nothing is lost (seed ${String(seed)})`, async () => {
    const between = await startDatabaseProxy(services.mongo);
    proxy = between;
    const running = await startCluster({ ...services, mongo: `mongodb://${between.host}/` }, 3);
    cluster = running;

    const lose = {
      redis: async () => {
        if (folder !== undefined) return run('down', '-9', 'redis');
        for (const { setBus } of running.nodes) setBus('gone');
      },
      mongo: async () => {
        if (folder !== undefined) return run('down', '-9', 'mongo');
        between.set('gone');
      },
    };
    const bringBack = {
      redis: async () => {
        if (folder !== undefined) return run('up', 'redis');
        for (const { setBus } of running.nodes) setBus('well');
      },
      mongo: async () => {
        if (folder !== undefined) return run('up', 'mongo');
        between.set('well');
      },
    };

    const load = await startLoad(running, random);
    await within(20_000, 'the first acks', stored(load, 100));
    await lose.redis();
    await within(60_000, 'acks without Redis', stored(load, 300));
    await allAnswered(load, 20_000);
    await allHeard(load.conversations, 6_000);
    await bringBack.redis();
    await within(60_000, 'acks with Redis again', stored(load, 100));
    await lose.mongo();
    await fillJournal(load, 50);
    await bringBack.mongo();
    await within(60_000, 'acks with the database again', stored(load, 100));
    await lose.mongo();
    await lose.redis();
    await fillJournal(load, 50);
    await bringBack.redis();
    await bringBack.mongo();
    await settle(load);
  });
