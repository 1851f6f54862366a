// The app without a network: its page and its files are kept, what people write is not (that is the client's store).
import type { BuiltFiles } from './built-files.ts';
import { createFileCache } from './file-cache.ts';
import { chooseStrategy } from './choose-strategy.ts';
import type { WorkerScope } from './worker-scope.ts';

/** Replaced by the build. */
declare const PARLEY_BUILT_FILES: BuiltFiles;

// The browser runs this file as a service worker and as nothing else.
const worker = globalThis as unknown as WorkerScope;
const files = PARLEY_BUILT_FILES;
const { origin } = location;
const cache = createFileCache({
  files,
  origin,
  caches: worker.caches,
  fetch: (request, init) => fetch(request, init),
});

worker.addEventListener('install', (event) => {
  // Without waiting for the last tab to close: a page that came fresh from the network finds its own files kept.
  event.waitUntil(cache.keepShell().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(cache.dropOthers().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { method, url, mode } = request;
  const strategy = chooseStrategy({ method, url, isNavigation: mode === 'navigate' }, files, origin);
  switch (strategy) {
    case 'shell':
      event.respondWith(cache.freshOrKept(request, '/'));
      return;
    case 'fresh':
      event.respondWith(cache.freshOrKept(request, new URL(url).pathname));
      return;
    case 'kept':
      event.respondWith(cache.keptOrFresh(request));
      return;
    case 'network':
      return;
  }
});
