import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { within } from '../deadline.ts';
import { settle } from '../faults/outage.ts';
import { createApi } from '../api.ts';
import { allHeard } from '../audit.ts';
import { allAnswered, startLoad, stored, type Load } from '../load.ts';
import { signIn, signUp } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { clusterServices, startCluster, type RunningCluster } from './start-cluster.ts';

setDefaultTimeout(120_000);
const seed = chooseSeed();
const random = createRandom(seed);
let cluster: RunningCluster | undefined;
afterEach(async () => {
  await cluster?.dispose();
  cluster = undefined;
});

const services = clusterServices();
if ('missing' in services) test.skip(`a cluster of three nodes: ${services.missing}`, () => undefined);
else {
  const start = async (): Promise<{ cluster: RunningCluster; load: Load }> => {
    cluster = await startCluster(services, 3);
    const load = await startLoad(cluster, random);
    await within(20_000, 'the first acks', stored(load, 100));
    return { cluster, load };
  };

  test(`CLU2 SEQ1 SEQ2 SND2: three nodes that write the same conversations make one log of each (seed ${String(seed)})`, async () => {
    const { load } = await start();
    await within(60_000, 'acks', stored(load, 1_000));
    await allAnswered(load, 20_000);
    await allHeard(load.conversations, 5_000);
    await settle(load);
    expect(load.sent.length).toBeGreaterThan(1_000);
  });

  test(`CLU3 F1: nodes killed under load, one after the other, lose and double nothing (seed ${String(seed)})`, async () => {
    const { cluster, load } = await start();
    for (const node of cluster.nodes) {
      await node.kill();
      await within(60_000, 'acks of those that are left', stored(load, 200));
      await node.restart();
    }
    await settle(load);
  });

  for (const link of ['gone', 'hung'] as const)
    test(`CLU1 F17: with Redis ${link} for one node, then for all, everybody hears everything within seconds (seed ${String(seed)})`, async () => {
      const { cluster, load } = await start();
      cluster.nodes[0]?.setBus(link);
      await within(60_000, 'acks with one node cut off', stored(load, 300));
      await allAnswered(load, 20_000);
      await allHeard(load.conversations, 6_000);
      for (const { setBus } of cluster.nodes) setBus(link);
      await within(60_000, 'acks without Redis', stored(load, 300));
      await allAnswered(load, 20_000);
      await allHeard(load.conversations, 6_000);
      for (const { setBus } of cluster.nodes) setBus('well');
      await within(60_000, 'acks with Redis again', stored(load, 300));
      await allAnswered(load, 20_000);
      await allHeard(load.conversations, 6_000);
      await settle(load);
    });

  test(`OPS2 F26: nodes stopped and started again under load, one after the other, lose nothing (seed ${String(seed)})`, async () => {
    const { cluster, load } = await start();
    for (const node of cluster.nodes) {
      expect(await node.stop()).toBe(0);
      await within(60_000, 'acks of those that are left', stored(load, 200));
      await node.restart();
    }
    await settle(load);
  });

  test('SEC1 F22: a session that is ended at one node is cut at the others within seconds, without Redis too', async () => {
    cluster = await startCluster(services, 2);
    const [one, two] = cluster.nodes;
    if (one === undefined || two === undefined) throw new Error('two nodes');
    const ann = await signUp(one.url, 'ann');
    for (const link of ['well', 'gone'] as const) {
      for (const node of cluster.nodes) node.setBus(link);
      const elsewhere = await signIn(two.url, ann.username);
      const device = await elsewhere.connect();
      await createApi(one.url, elsewhere.token).done('POST', '/auth/logout');
      await within(5_000, `the device to be cut with Redis ${link}`, device.disconnected);
      expect((await elsewhere.api.send('GET', '/me')).status).toBe(401);
    }
  });
}
