import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Storage, StorageChange } from '../ports/storage.ts';
import { createMemoryStorage } from './memory-storage.ts';

/**
 * Keeps everything in one file, for Node and Bun: a line per write, each synced to disk before it resolves. Written
 * anew at the first call of a run. One program at a time.
 */
export function createFileStorage(path: string): Storage {
  const memory = createMemoryStorage();
  let opening: Promise<FileHandle> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<FileHandle> {
    await mkdir(dirname(path), { recursive: true });
    const changes = parseLines(await readFile(path, 'utf8').catch(ignoreMissing));
    await memory.write(changes.map(thaw));
    // The new file takes the old one's place in one step: a crash leaves one of the two.
    const file = await open(`${path}.new`, 'w');
    await file.writeFile(lineOf(compact(changes)));
    await file.datasync();
    await rename(`${path}.new`, path);
    return file;
  }

  async function ready(): Promise<FileHandle> {
    opening ??= load();
    return opening;
  }

  function append(changes: readonly StorageChange[]): Promise<void> {
    const written = last.then(async () => {
      const file = await ready();
      await file.writeFile(lineOf(await Promise.all(changes.map(freeze))));
      await file.datasync();
      await memory.write(changes);
    });
    // Half a line may be in the file now: it is read and written anew before the next one.
    last = written.catch(close);
    return written;
  }

  async function close(): Promise<void> {
    const file = await opening?.catch(() => undefined);
    opening = undefined;
    await file?.close();
  }

  return {
    async find(table, key) {
      await ready();
      return memory.find(table, key);
    },
    async list(table) {
      await ready();
      return memory.list(table);
    },
    write: append,
    async clear(tables) {
      await ready();
      await append(tables.map((table) => ({ table, key: everyKey })));
      await memory.clear(tables);
    },
    async close() {
      await last;
      await close();
    },
  };
}

/** Bytes as JSON has them. */
async function freeze({ value, ...change }: StorageChange): Promise<StorageChange> {
  if (!(value instanceof Blob)) return { ...change, value };
  const base64 = Buffer.from(await value.arrayBuffer()).toString('base64');
  return { ...change, value: { base64, type: value.type } };
}

function thaw(change: StorageChange): StorageChange {
  if (change.table !== 'files' || change.value === undefined) return change;
  // Written by `freeze`.
  const { base64, type } = change.value as { readonly base64: string; readonly type: string };
  return { ...change, value: new Blob([Buffer.from(base64, 'base64')], { type }) };
}

/** Stands for all keys of a table, in a removal. No id is empty. */
const everyKey = '';

function lineOf(changes: readonly StorageChange[]): string {
  return changes.length === 0 ? '' : `${JSON.stringify(changes)}\n`;
}

/** What lines say, up to one that a crash left half written. */
function parseLines(text: string): StorageChange[] {
  const changes: StorageChange[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      // Lines are `lineOf`'s own.
      changes.push(...(JSON.parse(line) as StorageChange[]));
    } catch {
      break;
    }
  }
  return compact(changes);
}

/** The last word on each key. */
function compact(changes: readonly StorageChange[]): StorageChange[] {
  const kept = new Map<string, StorageChange>();
  for (const change of changes) {
    const name = `${change.table} ${change.key}`;
    if (change.key === everyKey) {
      for (const [other, { table }] of kept) if (table === change.table) kept.delete(other);
    } else if (change.value === undefined) kept.delete(name);
    else kept.set(name, change);
  }
  return [...kept.values()];
}

function ignoreMissing(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}
