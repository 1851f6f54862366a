import type { ConversationId, UserId } from '@parley/protocol';
import { createChatBench, type ChatBench, type ChatBenchOptions } from './chat-bench.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import type { Storage } from '../ports/storage.ts';
import { createMemoryBus, type MemoryBus, type MemoryBusConnection } from './memory-bus.ts';
import { createMemoryState } from './memory-storage-state.ts';
import { createMemoryStorage } from './memory-storage.ts';

/** Several chats over one store and one bus, under one clock. */
export interface ClusterBench {
  readonly clock: FakeClock;
  readonly bus: MemoryBus;
  node(
    name: string,
    options?: ChatBenchOptions & { readonly wrap?: WrapStorage | undefined },
  ): Promise<ClusterNode>;
  /** A node of a later version stores an entry of a kind of its own, and says so. */
  newer(log: ConversationId, by: UserId, kind: { readonly name: string; readonly judging: boolean }): void;
  /** Makes an account; the id is the name. */
  person(name: string): Promise<UserId>;
}

/** What a node works with instead of its store. */
export type WrapStorage = (storage: Storage) => Storage;

export interface ClusterNode extends ChatBench {
  readonly connection: MemoryBusConnection;
}

export function createClusterBench(): ClusterBench {
  const clock = createFakeClock();
  const bus = createMemoryBus(clock);
  const state = createMemoryState('cluster');
  const accounts = createMemoryStorage(state, clock).accounts;
  let newerNode: MemoryBusConnection | undefined;
  let newerHints = 0;
  return {
    clock,
    bus,
    async node(name, { wrap = (storage: Storage) => storage, ...options } = {}) {
      const connection = bus.connect(name);
      const storage = wrap(createMemoryStorage(state, clock));
      const bench = await createChatBench({ storage, bus: connection, ...options, clock, idsOf: name });
      return { ...bench, connection };
    },
    newer(log, by, { name, judging }) {
      const entries = state.conversations.get(log)?.entries ?? [];
      const seq = entries.length + 1;
      const row = {
        seq,
        id: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
        at: clock.nowMs(),
        by,
      };
      entries.push({ ...row, fingerprint: null, judging, event: { kind: 'foreign', name, judging } });
      state.tail.push({ log, seq, judging, storedMs: clock.nowMs() });
      const entry = { log, ...row, fingerprint: null, judging, event: { kind: name, more: 1 } };
      newerHints += 1;
      newerNode ??= bus.connect('newer');
      newerNode.say(JSON.stringify({ from: 'newer', n: newerHints, type: 'entries', entries: [entry] }));
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
