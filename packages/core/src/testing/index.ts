export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { createMemoryJournal, type MemoryJournal } from './memory-journal.ts';
export { createMemoryStorage } from './memory-storage.ts';
export { createMemoryState, type MemoryState } from './memory-storage-state.ts';
export { createFakePublisher, type FakePublisher, type ReceivedEvent } from './fake-publisher.ts';
export {
  createChatBench,
  createFakeIds,
  refusalOf,
  valueOf,
  type ChatBench,
  type Device,
} from './chat-bench.ts';
export { createMemoryBus, type MemoryBus, type MemoryBusConnection } from './memory-bus.ts';
export { describeStorage } from './storage-contract.ts';
export type { MakeStore, StoreUnderTest } from './storage-contract-recorder.ts';
export { createGatedStorage, type CommitFate, type GatedStorage } from './gated-storage.ts';
export { pass, settle } from './settle.ts';
export { annAndBob, createJournalBench, messagesHeard } from './journal-bench.ts';
export { createCluster } from '../cluster/cluster.ts';
