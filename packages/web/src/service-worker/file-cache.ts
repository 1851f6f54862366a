import type { BuiltFiles } from './built-files.ts';

/** A page that takes longer comes from the cache: the network is there, but of no use. */
const patienceMs = 3_000;

const shellPrefix = 'parley-shell-';
const laterCache = 'parley-later';
/** This version's and the one before: tabs that still run it may yet ask for a part of it. */
const shellsKept = 2;

/** Whatever headers an answer depended on: a file's address says all there is to say. */
const asStored = { ignoreVary: true };

export interface FileCache {
  /** Fetches everything the app needs to open; all of it or none. */
  keepShell(): Promise<void>;
  /** Drops what older versions left. */
  dropOthers(): Promise<void>;
  /** From the network, or what was kept at `address` when that fails, is broken or takes too long. */
  freshOrKept(request: Request, address: string): Promise<Response>;
  /** What was kept, or from the network, kept from then on if the build says so. */
  keptOrFresh(request: Request): Promise<Response>;
}

export interface FileCacheDeps {
  readonly files: BuiltFiles;
  /** such as `https://chat.example`; the addresses of files are below it */
  readonly origin: string;
  readonly caches: CacheStorage;
  readonly fetch: (request: Request, init?: RequestInit) => Promise<Response>;
}

export function createFileCache({ files, origin, caches, fetch }: FileCacheDeps): FileCache {
  const shellCache = shellPrefix + files.version;

  async function keepShell(): Promise<void> {
    const cache = await caches.open(shellCache);
    // Past the browser's own cache for what changes in place; names by content are right wherever they come from.
    await cache.addAll(
      files.shell.map((path) => {
        const mode = path.startsWith('/assets/') ? 'default' : 'reload';
        return new Request(origin + path, { cache: mode });
      }),
    );
  }

  async function dropOthers(): Promise<void> {
    // In the order in which they were made.
    const shells = (await caches.keys()).filter((name) => name.startsWith(shellPrefix));
    const old = shells.filter((name) => name !== shellCache).slice(0, -(shellsKept - 1));
    await Promise.all(old.map((name) => caches.delete(name)));
    const cache = await caches.open(laterCache);
    const outdated = (await cache.keys()).filter(({ url }) => !files.later.includes(new URL(url).pathname));
    await Promise.all(outdated.map((request) => cache.delete(request)));
  }

  async function freshOrKept(request: Request, address: string): Promise<Response> {
    const kept = async () => (await caches.open(shellCache)).match(origin + address, asStored);
    try {
      const answer = await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
      // A proxy in front of a server that is away.
      return answer.status >= 500 ? ((await kept()) ?? answer) : answer;
    } catch {
      // Kept no longer, when the browser needed the space: then with all patience.
      return (await kept()) ?? fetch(request);
    }
  }

  async function keptOrFresh(request: Request): Promise<Response> {
    const kept = await caches.match(request, asStored);
    if (kept !== undefined) return kept;
    const answer = await fetch(request);
    if (answer.ok && files.later.includes(new URL(request.url).pathname)) await keep(request, answer.clone());
    return answer;
  }

  async function keep(request: Request, answer: Response): Promise<void> {
    try {
      await (await caches.open(laterCache)).put(request, answer);
    } catch {
      // No room for it: it came all the same, and comes from the network the next time too.
    }
  }

  return { keepShell, dropOthers, freshOrKept, keptOrFresh };
}
