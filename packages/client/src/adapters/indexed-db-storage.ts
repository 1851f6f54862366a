import { openDB, type IDBPDatabase } from 'idb';
import { storageTables, type Storage } from '../ports/storage.ts';

/** 2 added `files`, 3 `drafts`. */
const version = 3;

/**
 * Keeps everything in the browser's IndexedDB, in a database called `name`. Opens it at the first call; where the
 * browser forbids that, every call rejects, and the client goes on from memory.
 */
export function createIndexedDbStorage(name: string): Storage {
  let opening: Promise<IDBPDatabase> | undefined;

  function open(): Promise<IDBPDatabase> {
    opening ??= openDB(name, version, {
      upgrade(database) {
        for (const table of storageTables)
          if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
      },
      // A newer version of the app wants to upgrade in another tab: don't stand in its way.
      blocking: () => void close(),
      // The browser has closed it, for want of space or because its data were cleared.
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  }

  /** The next call opens it anew. */
  function forget(): void {
    opening = undefined;
  }

  async function close(): Promise<void> {
    const database = await opening?.catch(() => undefined);
    forget();
    database?.close();
  }

  return {
    async find(table, key) {
      const found: unknown = await (await open()).get(table, key);
      return found;
    },
    list: async (table) => (await open()).getAll(table),
    write: async (changes) => {
      const transaction = (await open()).transaction(
        [...new Set(changes.map(({ table }) => table))],
        'readwrite',
        {
          // `strict` waits for the disk: a message that shows as pending must survive a crash. RCV1
          durability: changes.some(({ table }) => table === 'outbox') ? 'strict' : 'relaxed',
        },
      );
      const requests: Promise<unknown>[] = [transaction.done];
      try {
        for (const { table, key, value } of changes) {
          const store = transaction.objectStore(table);
          requests.push(value === undefined ? store.delete(key) : store.put(value, key));
        }
        // Without waiting for the answers: the page may be gone before they come.
        transaction.commit();
      } catch (error) {
        // All or none: what was asked before the call that threw is undone.
        transaction.abort();
        await Promise.allSettled(requests);
        throw error;
      }
      await Promise.all(requests);
    },
    clear: async (tables) => {
      const transaction = (await open()).transaction(tables, 'readwrite');
      await Promise.all([...tables.map((table) => transaction.objectStore(table).clear()), transaction.done]);
    },
    close,
  };
}
