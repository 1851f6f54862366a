import { expect, test } from 'bun:test';
import { authenticateByName, next, startSocketServer } from './testing/start-socket-server.ts';

test('OPS2: a draining server tells every socket when to return, at different times, then closes it', async () => {
  const { readyClient, server } = await startSocketServer();
  const names = ['ann', 'bob', 'cid'];
  const clients = await Promise.all(names.map((name) => readyClient(name, { reconnection: false })));
  const told = Promise.all(clients.map((client) => next<{ retry_after_ms: number }>(client, 'closing')));
  const closed = Promise.all(clients.map((client) => next(client, 'disconnect')));
  await server.drain(1_000);
  const times = (await told).map((closing) => closing.retry_after_ms);
  expect(new Set(times).size).toBe(3);
  expect(Math.min(...times)).toBeGreaterThan(0);
  expect(await closed).toEqual(['transport close', 'transport close', 'transport close']);
});

test('OPS2: a polling socket hears of the closing too', async () => {
  const { readyClient, server } = await startSocketServer();
  const ann = await readyClient('ann', { transports: ['polling'], reconnection: false });
  const told = next(ann, 'closing');
  const gone = next(ann, 'disconnect');
  await server.drain(1_000);
  expect(await told).toMatchObject({ retry_after_ms: expect.any(Number) });
  await gone;
});

test('OPS2: a connect that was under way when draining began is refused with a time to return', async () => {
  const asked = Promise.withResolvers<undefined>();
  const gate = Promise.withResolvers<undefined>();
  const authenticator = {
    authenticate: async (token: string) => {
      asked.resolve(undefined);
      await gate.promise;
      return authenticateByName(token);
    },
  };
  const { client, server } = await startSocketServer({ authenticator });
  const refused = next<{ data?: unknown }>(client('ann', { reconnection: false }), 'connect_error');
  await asked.promise;
  await server.drain(1_000);
  gate.resolve(undefined);
  expect((await refused).data).toEqual({ code: 'unavailable', retry: true, retry_after_ms: 1_000 });
});
