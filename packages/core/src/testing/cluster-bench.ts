import type { UserId } from '@parley/protocol';
import { createChatBench, type ChatBench, type ChatBenchOptions } from './chat-bench.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createMemoryBus, type MemoryBus, type MemoryBusConnection } from './memory-bus.ts';
import { createMemoryState } from './memory-storage-state.ts';
import { createMemoryStorage } from './memory-storage.ts';

/** Several chats over one store and one bus, under one clock. */
export interface ClusterBench {
  readonly clock: FakeClock;
  readonly bus: MemoryBus;
  node(name: string, options?: ChatBenchOptions): Promise<ClusterNode>;
  /** Makes an account; the id is the name. */
  person(name: string): Promise<UserId>;
}

export interface ClusterNode extends ChatBench {
  readonly connection: MemoryBusConnection;
}

export function createClusterBench(): ClusterBench {
  const clock = createFakeClock();
  const bus = createMemoryBus(clock);
  const state = createMemoryState('cluster');
  const accounts = createMemoryStorage(state, clock).accounts;
  return {
    clock,
    bus,
    async node(name, options = {}) {
      const connection = bus.connect(name);
      const storage = createMemoryStorage(state, clock);
      const bench = await createChatBench({ storage, bus: connection, ...options, clock, idsOf: name });
      return { ...bench, connection };
    },
    async person(name) {
      // Test names are valid ids.
      const id = name as UserId;
      const profile = { id, username: name, displayName: name, avatarUrl: null, createdAt: clock.nowMs() };
      await accounts.createUser({ profile, passwordHash: 'x' });
      return id;
    },
  };
}
