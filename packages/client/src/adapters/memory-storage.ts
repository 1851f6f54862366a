import type { Storage, StorageChange, StorageTable } from '../ports/storage.ts';

/** Keeps nothing beyond this run: for bots that need no memory, and where the browser blocks its storage. */
export function createMemoryStorage(): Storage {
  const tables = new Map<StorageTable, Map<string, unknown>>();

  function tableOf(name: StorageTable): Map<string, unknown> {
    const table = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, table);
    return table;
  }

  function apply({ table, key, value }: StorageChange): void {
    if (value === undefined) tableOf(table).delete(key);
    else tableOf(table).set(key, value);
  }

  return {
    find: async (table, key) => tableOf(table).get(key),
    list: async (table) => [...tableOf(table).values()],
    write: async (changes) => {
      changes.forEach(apply);
    },
    clear: async (names) => {
      for (const name of names) tables.delete(name);
    },
    close: async () => undefined,
  };
}
