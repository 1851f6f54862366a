import type { ClientOptions } from '../client-options.ts';
import { singleTab } from '../ports/tabs.ts';
import { createBrowserTabs } from './browser-tabs.ts';
import { createIndexedDbStorage } from './indexed-db-storage.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createStorageDeadline } from './storage-deadline.ts';
import { createSocketIoTransport } from './socket-io-transport.ts';
import { systemClock } from './system-clock.ts';
import { systemRandom } from './system-random.ts';

/** What the caller gave, and the real world for the rest: the one place that names adapters. */
export function createPorts(options: ClientOptions) {
  const url = options.url.replace(/\/+$/, '');
  const name = options.name ?? `parley ${url}`;
  const clock = options.clock ?? systemClock;
  const isKept = options.storage === undefined && hasIndexedDb();
  return {
    url,
    clock,
    random: options.random ?? systemRandom,
    storage:
      options.storage ??
      (isKept ? createStorageDeadline(createIndexedDbStorage(name), clock) : createMemoryStorage()),
    // Only who shares a storage must agree on one that sends.
    tabs: options.tabs ?? (isKept ? createBrowserTabs(name) : singleTab),
    transport: options.transport ?? createSocketIoTransport(url),
    fetch: options.fetch ?? ((to: string, init: RequestInit) => globalThis.fetch(to, init)),
  };
}

/** Where the browser forbids it even a look throws. Then it is there, and every call to it says why not. */
function hasIndexedDb(): boolean {
  try {
    return typeof indexedDB !== 'undefined';
  } catch {
    return true;
  }
}
