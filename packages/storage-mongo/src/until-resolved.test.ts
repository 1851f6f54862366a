import { afterEach, expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { createMongoStorage } from './mongo-storage.ts';
import { StoreStartError } from './start-error.ts';
import { startTestDns, type DnsAnswer, type TestDns } from './testing/test-dns.ts';
import { createTestDatabase, testMongoUrl } from './testing/test-database.ts';
import { startTestLink } from './testing/test-link.ts';

let dns: TestDns | undefined;
afterEach(() => dns?.close());

let clusters = 0;
/** The runtime remembers what it was answered: each test asks for another name. */
const newCluster = () => `cluster-${String((clusters += 1))}.parley.test`;

/** A clock on which every pause is over at once, and is written down. */
function createHastyClock() {
  const clock = createFakeClock();
  const pauses: number[] = [];
  return {
    ...clock,
    pauses,
    after(delayMs: number, task: () => void) {
      pauses.push(delayMs);
      queueMicrotask(() => {
        clock.advance(delayMs);
        task();
      });
      return () => undefined;
    },
  };
}

/** What a start that cannot succeed says, and how long it waited in between. */
async function failToStart(answer: DnsAnswer) {
  dns = await startTestDns(() => answer);
  const clock = createHastyClock();
  const url = `mongodb+srv://user:sesame@${newCluster()}/parley`;
  const error: unknown = await createMongoStorage({
    url,
    maxPoolSize: 5,
    minPoolSize: 0,
    clock,
    node: 'node',
    newGeneration: () => 'new',
  }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreStartError);
  const { message } = error as StoreStartError;
  expect(message).not.toContain('sesame');
  return { message, pauses: clock.pauses };
}

test('DNS1 OPS1: a name that DNS does not know is one sentence, at once', async () => {
  const { message, pauses } = await failToStart('NXDOMAIN');
  expect(message).toBe('MONGO_URL: the name in it is not known to DNS; is it written right?');
  expect(pauses).toEqual([]);
});

test('DNS1 OPS1: a resolver that never answers is asked ever less often, for half a minute, and then is one sentence', async () => {
  const { message, pauses } = await failToStart('SERVFAIL');
  expect(message).toMatch(/^MONGO_URL: DNS does not answer for the name in it \(ESERVFAIL\)/);
  expect(pauses.slice(0, 6)).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000]);
  const waitedMs = pauses.reduce((sum, pause) => sum + pause, 0);
  expect(waitedMs).toBeGreaterThan(25_000);
  expect(waitedMs).toBeLessThanOrEqual(30_000);
});

// On Atlas the names are Atlas's own.
if (testMongoUrl?.startsWith('mongodb://') !== true)
  test.skip('names of a MongoDB that DNS gives: set TEST_MONGO_URL=mongodb://…', () => undefined);
else {
  const { hostname, port } = new URL(testMongoUrl);

  /** An empty database that is found through DNS alone. */
  async function start({ ttl = 60, refusals = 0 } = {}) {
    const link = await startTestLink({ hostname, port: Number(port || 27_017) });
    const cluster = newCluster();
    const resolver = { isDown: false, refusals };
    dns = await startTestDns(({ name, type }) => {
      if (resolver.isDown || (type === 'SRV' && resolver.refusals-- > 0)) return 'SERVFAIL';
      if (type === 'SRV') return [{ name, type, ttl, data: { port: link.port, target: 'db.parley.test' } }];
      return [{ name, type: 'TXT', ttl, data: 'authSource=admin' }];
    });
    const url = new URL(testMongoUrl!.replace(/^mongodb:/, 'mongodb+srv:'));
    url.port = '';
    url.hostname = cluster;
    url.searchParams.set('tls', 'false');
    const database = createTestDatabase(testMongoUrl!);
    url.pathname = `/${database.name}`;
    const open = (clock = createHastyClock()) =>
      database.open({
        url: url.href,
        clock,
        findAddresses: async () => {
          if (resolver.isDown)
            throw Object.assign(new Error('down'), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' });
          return [{ address: '127.0.0.1', family: 4 }];
        },
      });
    return { database, link, open, resolver, asked: dns.asked };
  }

  test('DNS1 F4: a start waits for a resolver that fails at first', async () => {
    const { database, link, open } = await start({ refusals: 3 });
    const clock = createHastyClock();
    const storage = await open(clock);
    expect(clock.pauses.slice(0, 3)).toEqual([250, 500, 1_000]);
    await storage.close();
    await database.drop();
    link.close();
  });

  for (const [ttl, times] of [
    [60, 1],
    [0, 2],
  ] as const)
    test(`DNS1: SRV and TXT answers of ${String(ttl)} s are asked for ${String(times)} times by two that connect`, async () => {
      const { database, link, open, asked } = await start({ ttl });
      for (let round = 0; round < 2; round += 1) await (await open()).close();
      for (const kind of ['SRV', 'TXT'])
        expect(asked.filter(({ type }) => type === kind)).toHaveLength(times);
      await database.drop();
      link.close();
    });

  test('DNS1 F4: without DNS what is connected stays so, and connections that break are made again', async () => {
    const { database, link, open, resolver } = await start();
    const storage = await open();
    resolver.isDown = true;
    await storage.ping();
    link.cut();
    let attempts = 0;
    // The first learn that their connection is gone; nobody waits for a while.
    for (let isBack = false; !isBack; attempts += 1) {
      expect(attempts).toBeLessThan(50);
      isBack = await storage.ping().then(
        () => true,
        () => false,
      );
    }
    await storage.close();
    await database.drop();
    link.close();
  });
}
