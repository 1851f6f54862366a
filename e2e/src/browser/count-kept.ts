import type { Page } from 'playwright-core';

/** How many records the browser keeps in a table of the app's storage; the app writes some of them in its own time. */
export function countKept(page: Page, table: 'account' | 'drafts'): Promise<number> {
  return page.evaluate(async (name) => {
    const [{ name: databaseName = '' } = {}] = await indexedDB.databases();
    const asked = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('no answer'));
      });
    const database = await asked(indexedDB.open(databaseName));
    const count = await asked(database.transaction(name).objectStore(name).count());
    database.close();
    return count;
  }, table);
}
