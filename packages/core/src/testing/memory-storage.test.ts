import { createMemoryStorage } from './memory-storage.ts';
import { createMemoryState } from './memory-storage-state.ts';
import { describeStorage } from './storage-contract.ts';

describeStorage('the memory store', async () => {
  const state = createMemoryState();
  return {
    storage: createMemoryStorage(state),
    reopen: async () => createMemoryStorage(state),
    cleanup: async () => undefined,
  };
});
