import { join } from 'node:path';
import { expect } from 'bun:test';
import { eventually } from '../deadline.ts';
import { temporaryFolder, type Settings } from '../server-process.ts';
import type { Usage } from './backstage-preload.ts';

/** A way into a server's process past all its doors. */
export interface Backstage {
  /** From now on the wall clock is this far from the machine's; 0 puts it right. */
  readonly shiftClock: (byMs: number) => Promise<void>;
  /** The main thread does nothing else for so long. */
  readonly block: (forMs: number) => Promise<void>;
  readonly usage: () => Promise<Usage>;
}

/** A folder for a server's data, and the settings that open its process. */
export async function openBackstage(): Promise<{ folder: string; settings: Settings; backstage: Backstage }> {
  const folder = await temporaryFolder();
  const unix = join(folder, 'backstage');
  const ask = async (path: string): Promise<Usage> => {
    const answer = await fetch(`http://backstage${path}`, { unix, keepalive: false });
    // As the other side writes it.
    return (await answer.json()) as Usage;
  };
  return {
    folder,
    settings: {
      BACKSTAGE: unix,
      BUN_OPTIONS: `--preload=${join(import.meta.dir, 'backstage-preload.ts')}`,
    },
    backstage: {
      shiftClock: async (byMs) => {
        await ask(`/clock?ms=${String(byMs)}`);
      },
      block: async (forMs) => {
        await ask(`/block?ms=${String(forMs)}`);
      },
      usage: () => ask('/usage'),
    },
  };
}

/** What a few finished conversations may leave in caches that are bounded. */
const MORE_HEAP_BYTES = 24 * 1024 * 1024;
/** The HTTP connections that this process keeps open. */
const MORE_SOCKETS = 12;

/** The journal's newest file. */
const MORE_FILES = 1;

/** Once nobody is connected any more, the process holds what it held `before`. */
export async function expectAtRest({ usage }: Backstage, before: Usage): Promise<void> {
  let now = await usage();
  await eventually('sockets and files to be let go', async () => {
    now = await usage();
    return now.sockets <= before.sockets + MORE_SOCKETS && now.files <= before.files + MORE_FILES;
  }).catch(() => undefined);
  expect(now.files).toBeLessThanOrEqual(before.files + MORE_FILES);
  expect(now.sockets).toBeLessThanOrEqual(before.sockets + MORE_SOCKETS);
  expect(now.heapBytes).toBeLessThanOrEqual(before.heapBytes + MORE_HEAP_BYTES);
}
