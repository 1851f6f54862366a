import { createMemoryStorage } from '../adapters/memory-storage.ts';
import { createClient, type Client } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeNetwork, type FakeNetwork } from './fake-network.ts';
import { createModelServer, type ModelServer } from './model-server.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Clients of ann and bob against the model server, under a clock that moves when told to. */
export interface Bench {
  readonly clock: FakeClock;
  readonly server: ModelServer;
  device(user: string, more?: Partial<ClientOptions>): Promise<{ client: Client; network: FakeNetwork }>;
}

export function createBench(generation?: string): Bench {
  const clock = createFakeClock();
  const server = createModelServer(clock, ['ann', 'bob'], generation);
  return {
    clock,
    server,
    async device(user, more) {
      const random = createSeededRandom(user.length);
      const network = createFakeNetwork({ server, user, clock, random });
      const { transport, fetch } = network;
      const storage = createMemoryStorage();
      const client = createClient({
        url: 'http://model',
        token: user,
        clock,
        random,
        storage,
        transport,
        fetch,
        ...more,
      });
      await client.start();
      await clock.advance(1_000);
      return { client, network };
    },
  };
}

export const toBob = { type: 'direct', to: 'bob' } as const;
export const conversation = 'direct:ann:bob';

/** What the conversation shows, in the order of a screen. */
export function shown(client: Client): (string | null | undefined)[] {
  const { items, provisional, settling, outbox } = client.conversation(conversation).view.getSnapshot();
  const placed = items.flatMap((item) => (item.kind === 'message' ? [item.message.content] : []));
  const loose = [...provisional, ...settling].map((message) => `(${String(message.content)})`);
  return [...placed, ...loose, ...outbox.map((item) => `${item.status} ${String(item.content.content)}`)];
}

export const logOf = (server: ModelServer): (string | null)[] =>
  (server.conversations.get(conversation)?.log ?? []).flatMap((entry) =>
    entry.kind === 'message' && entry.message !== null ? [entry.message.content] : [],
  );
