import { startDatabaseProxy, type Link } from '../faults/database-proxy.ts';
import { startServer, type ServerProcess, type Settings } from '../server-process.ts';
import { startLoadBalancer } from './load-balancer.ts';

/** Several nodes, each with a data folder of its own, on one MongoDB and one Redis, behind a load balancer. */
export interface RunningCluster {
  /** of the load balancer */
  readonly url: string;
  readonly nodes: readonly ClusterNode[];
  readonly dispose: () => Promise<void>;
}

export interface ClusterNode extends ServerProcess {
  /** the way to Redis */
  readonly setBus: (link: Link) => void;
}

/** What the tests here need; `undefined`: they cannot run, and `missing` says why. */
export function clusterServices():
  { readonly mongo: string; readonly redis: string } | { readonly missing: string } {
  const { TEST_MONGO_URL: mongo, TEST_REDIS_URL: redis } = process.env;
  if (mongo === undefined || redis === undefined) return { missing: 'set TEST_MONGO_URL and TEST_REDIS_URL' };
  return { mongo, redis };
}

export async function startCluster(
  { mongo, redis }: { readonly mongo: string; readonly redis: string },
  count: number,
  settings: Settings = {},
): Promise<RunningCluster> {
  const database = new URL(`parley_e2e_${String(Date.now())}_${String(process.pid)}`, mongo).href;
  const nodes: ClusterNode[] = [];
  const proxies: { close: () => void }[] = [];
  for (let number = 0; number < count; number += 1) {
    const proxy = await startDatabaseProxy(redis);
    proxies.push(proxy);
    const server = await startServer({
      MONGO_URL: database,
      REDIS_URL: `redis://${proxy.host}`,
      MAX_POOL_SIZE: '10',
      MIN_POOL_SIZE: '2',
      FLUSH_INTERVAL: '3',
      ...settings,
    });
    nodes.push({ ...server, setBus: proxy.set });
  }
  const balancer = await startLoadBalancer(() => nodes.map(({ url }) => url));
  return {
    url: balancer.url,
    nodes,
    async dispose() {
      balancer.close();
      await Promise.all(nodes.map((node) => node.dispose()));
      for (const proxy of proxies) proxy.close();
    },
  };
}
