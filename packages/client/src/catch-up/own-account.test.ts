import { expect, test } from 'bun:test';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import { createBench } from '../testing/client-bench.ts';
import { createFakeNetwork } from '../testing/fake-network.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';

const ann = {
  id: 'ann',
  username: 'ann',
  display_name: 'Ann',
  avatar_url: null,
  settings: {},
  is_admin: false,
};
const answers: Readonly<Record<string, unknown>> = {
  '/me': { ...ann, created_at: '2026-03-01T00:00:00.000Z' },
  '/me/blocks': { user_ids: ['bob'] },
};

test('who one is and whom one has blocked is known, however long old copies take to go', async () => {
  const { clock, server, device } = createBench();
  const network = createFakeNetwork({ server, user: 'ann', clock, random: createSeededRandom(1) });
  const memory = createMemoryStorage();
  const cleared = Promise.withResolvers<undefined>();
  const { client } = await device('ann', {
    storage: { ...memory, clear: (tables) => cleared.promise.then(() => memory.clear(tables)) },
    transport: network.transport,
    fetch: async (url, init) => {
      const answer = answers[new URL(url).pathname];
      return answer === undefined ? network.fetch(url, init) : Response.json(answer);
    },
  });
  expect(client.account.getSnapshot()).toBeUndefined();
  cleared.resolve(undefined);
  await clock.advance(1_000);
  expect(client.account.getSnapshot()).toMatchObject({
    userId: 'ann',
    me: { display_name: 'Ann' },
    blocked: ['bob'],
  });
});
