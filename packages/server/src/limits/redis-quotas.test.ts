import { afterEach, expect, test } from 'bun:test';
import { systemClock } from '../clock.ts';
import { createRedisQuotas, type ClusterQuotas } from './redis-quotas.ts';

const quota = { count: 3, windowS: 60 };
let open: ClusterQuotas[] = [];
afterEach(async () => {
  await Promise.all(open.map((quotas) => quotas.close()));
  open = [];
});

function node(url: string, store: string): ClusterQuotas {
  const quotas = createRedisQuotas({ url, store, clock: systemClock });
  open.push(quotas);
  return quotas;
}

/** Takes until Redis is there and counts: before that everything is granted. */
async function untilCounted(quotas: ClusterQuotas): Promise<void> {
  const once = { count: 1, windowS: 60 };
  const key = crypto.randomUUID();
  while ((await quotas.take('begin', once, key)).ok)
    await new Promise<void>((resolve) => systemClock.after(5, resolve));
}

test('SEC5: without a Redis everything is granted at once, since each node counts by itself too', async () => {
  const quotas = node('redis://:hunter2@127.0.0.1:1', 'nowhere');
  for (let n = 0; n < 5; n += 1) expect(await quotas.take('logins', quota, 'ann')).toEqual({ ok: true });
});

const url = process.env['TEST_REDIS_URL'];
if (url === undefined) test.skip('limits of a cluster: set TEST_REDIS_URL', () => undefined);
else
  test('SEC5: nodes of one store count together, those of another apart', async () => {
    const store = crypto.randomUUID();
    const [one, two, other] = [node(url, store), node(url, store), node(url, crypto.randomUUID())];
    for (const quotas of [one, two, other]) await untilCounted(quotas);
    for (const quotas of [one, two, one])
      expect(await quotas.take('logins', quota, 'ann')).toEqual({ ok: true });
    const refused = await two.take('logins', quota, 'ann');
    expect(refused.ok).toBe(false);
    expect(refused.ok ? 0 : refused.retryAfterMs).toBeWithin(1, 60_001);
    expect(await two.take('logins', quota, 'bob')).toEqual({ ok: true });
    expect(await other.take('logins', quota, 'ann')).toEqual({ ok: true });
  });
