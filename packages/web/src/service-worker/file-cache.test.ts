import { beforeEach, describe, expect, test } from 'bun:test';
import type { BuiltFiles } from './built-files.ts';
import { createFileCache } from './file-cache.ts';

const origin = 'https://chat.example';

const versionOne: BuiltFiles = {
  version: '1',
  shell: ['/', '/assets/index-1.js'],
  later: ['/assets/emoji-1.json'],
  addresses: ['/'],
};
const versionTwo = { ...versionOne, version: '2', shell: ['/', '/assets/index-2.js'], later: [] };
const versionThree = { ...versionTwo, version: '3' };

let network: (path: string) => Response | Promise<Response>;
let caches: CacheStorage;

beforeEach(() => {
  network = (path) => new Response(`fresh ${path}`);
  caches = createFakeCaches();
});

const fetch = async (asked: Request) => network(pathOf(asked));
const createCache = (files: BuiltFiles) => createFileCache({ files, origin, caches, fetch });

const ask = (path: string) => new Request(origin + path);
const fail = () => Promise.reject(new TypeError('offline'));

describe('the page', () => {
  test('comes from the network while there is one, so that a new version appears at once', async () => {
    const cache = createCache(versionOne);
    await cache.keepShell();
    network = () => new Response('newer');
    expect(await (await cache.freshOrKept(ask('/settings'), '/')).text()).toBe('newer');
  });

  test.each([
    ['there is no network', fail],
    ['the server is away behind a proxy', () => new Response('bad gateway', { status: 502 })],
  ])('comes from what was kept when %s', async (_name, broken) => {
    const cache = createCache(versionOne);
    await cache.keepShell();
    network = broken;
    expect(await (await cache.freshOrKept(ask('/settings'), '/')).text()).toBe('fresh /');
  });

  test('that nobody kept fails as it would without us', async () => {
    const cache = createCache(versionOne);
    network = fail;
    expect(cache.freshOrKept(ask('/'), '/')).rejects.toThrow('offline');
    network = () => new Response('away', { status: 503 });
    expect((await cache.freshOrKept(ask('/'), '/')).status).toBe(503);
  });
});

describe('a file named by its content', () => {
  test('is asked of the network once', async () => {
    const cache = createCache(versionOne);
    await cache.keepShell();
    network = fail;
    expect(await (await cache.keptOrFresh(ask('/assets/index-1.js'))).text()).toBe(
      'fresh /assets/index-1.js',
    );
  });

  test('that is rarely used is kept from its first use on', async () => {
    const cache = createCache(versionOne);
    expect(await (await cache.keptOrFresh(ask('/assets/emoji-1.json'))).text()).toContain('fresh');
    network = fail;
    expect(await (await cache.keptOrFresh(ask('/assets/emoji-1.json'))).text()).toContain('fresh');
  });

  test('comes also where there is no room to keep it', async () => {
    const put = () => Promise.reject(new Error('QuotaExceededError'));
    const full = { match: async () => undefined, open: async () => ({ put }) };
    // The rest of it is not used.
    caches = full as unknown as CacheStorage;
    const cache = createCache(versionOne);
    expect(await (await cache.keptOrFresh(ask('/assets/emoji-1.json'))).text()).toContain('fresh');
  });

  test('is not kept when it is no file of this version, or not there', async () => {
    const cache = createCache(versionOne);
    await cache.keptOrFresh(ask('/assets/index-2.js'));
    network = () => new Response('', { status: 404 });
    expect((await cache.keptOrFresh(ask('/assets/emoji-1.json'))).status).toBe(404);
    network = fail;
    for (const path of ['/assets/index-2.js', '/assets/emoji-1.json'])
      expect(cache.keptOrFresh(ask(path))).rejects.toThrow('offline');
  });
});

describe('a new version', () => {
  test('keeps the one before for tabs that still run it, and drops older ones and what it no longer has', async () => {
    const one = createCache(versionOne);
    await one.keepShell();
    await one.keptOrFresh(ask('/assets/emoji-1.json'));
    for (const files of [versionTwo, versionThree]) {
      const next = createCache(files);
      await next.keepShell();
      await next.dropOthers();
    }
    expect(await caches.keys()).toEqual(['parley-later', 'parley-shell-2', 'parley-shell-3']);
    network = fail;
    const three = createCache(versionThree);
    expect(await (await three.keptOrFresh(ask('/assets/index-2.js'))).text()).toContain('fresh');
    expect(three.keptOrFresh(ask('/assets/emoji-1.json'))).rejects.toThrow('offline');
  });

  test("leaves other applications' caches of the same host alone", async () => {
    await caches.open('somebody-else');
    await createCache(versionOne).dropOthers();
    expect(await caches.keys()).toContain('somebody-else');
  });

  test('that cannot be fetched whole is not installed', async () => {
    network = (path) => new Response('', { status: path === '/' ? 200 : 500 });
    expect(createCache(versionOne).keepShell()).rejects.toThrow();
  });
});

function pathOf(asked: RequestInfo | URL): string {
  return new URL(asked instanceof Request ? asked.url : asked).pathname;
}

/** The few methods we use, in the order of the platform: `keys` by age. */
function createFakeCaches(): CacheStorage {
  const stores = new Map<string, Map<string, Response>>();
  const findIn = (store: Map<string, Response>, asked: RequestInfo | URL) =>
    store.get(pathOf(asked))?.clone();
  const open = async (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, store);
    return {
      match: async (asked: RequestInfo | URL) => findIn(store, asked),
      put: async (asked: RequestInfo | URL, answer: Response) => void store.set(pathOf(asked), answer),
      keys: async () => [...store.keys()].map((path) => new Request(origin + path)),
      delete: async (asked: RequestInfo | URL) => store.delete(pathOf(asked)),
      addAll: async (paths: Request[]) => {
        for (const path of paths) {
          const answer = await fetch(path);
          if (!answer.ok) throw new TypeError('not all there');
          store.set(pathOf(path), answer);
        }
      },
    };
  };
  const match = async (asked: RequestInfo | URL) => {
    for (const store of stores.values()) if (store.has(pathOf(asked))) return findIn(store, asked);
    return undefined;
  };
  const fake = {
    open,
    match,
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  };
  return fake as unknown as CacheStorage;
}
