import { createFakeClock } from './fake-clock.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createMemoryState } from './memory-storage-state.ts';
import { describeStorage } from './storage-contract.ts';

describeStorage(
  'the memory store',
  async () => {
    const state = createMemoryState();
    const clock = createFakeClock();
    return {
      storage: createMemoryStorage(state, clock),
      reopen: async () => createMemoryStorage(state, clock),
      cleanup: async () => undefined,
    };
  },
  { races: 15, isForMany: true },
);
