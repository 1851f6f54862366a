import { readFile, truncate, writeFile } from 'node:fs/promises';
import { systemBlobFiles, type BlobFiles } from '../blob-files.ts';

type Operation = keyof BlobFiles;

/** A real disk that fails as a test says, and writes down what it was asked. */
export interface FaultyFiles extends BlobFiles {
  /** In order: the operation, and the end of the path it is about. */
  readonly asked: readonly string[];
  /** From now on it fails so; `undefined`: no longer. */
  fail(operation: Operation, code: string | undefined): void;
  /** The process ends in the middle of the operation of this number, from 1, and does nothing afterwards. */
  dieAt(number: number): void;
}

const changes: ReadonlySet<Operation> = new Set(['makeFolder', 'write', 'copy', 'rename', 'remove', 'sync']);

/** What only a death leaves, not an error. */
export class Died extends Error {}

export function createFaultyFiles(): FaultyFiles {
  const faults = new Map<Operation, string>();
  const asked: string[] = [];
  let lastOne = Infinity;
  let changesMade = 0;
  const real = systemBlobFiles;

  /** Half of it arrives, as on a disk that becomes full or in a process that ends. */
  async function leaveHalf(operation: Operation, [from, to]: readonly unknown[]): Promise<void> {
    if (operation === 'copy') {
      const bytes = await readFile(String(from));
      await writeFile(String(to), bytes.subarray(0, bytes.length / 2));
    }
    if (operation === 'write') {
      await writeFile(String(from), to as Uint8Array);
      await truncate(String(from), (to as Uint8Array).length / 2);
    }
  }

  function wrap<Name extends Operation>(operation: Name): BlobFiles[Name] {
    const work = real[operation] as (...given: unknown[]) => Promise<unknown>;
    const wrapped = async (...given: unknown[]): Promise<unknown> => {
      asked.push(
        `${operation} ${String(given.at(typeof given[1] === 'string' ? 1 : 0))
          .split('/')
          .at(-1)!}`,
      );
      if (changesMade >= lastOne) throw new Died();
      if (changes.has(operation)) changesMade += 1;
      const code = changesMade >= lastOne && changes.has(operation) ? 'DEAD' : faults.get(operation);
      if (code === undefined) return work(...given);
      if (code === 'DEAD' || code === 'ENOSPC') await leaveHalf(operation, given);
      throw code === 'DEAD' ? new Died() : Object.assign(new Error(`${code}: planned`), { code });
    };
    // One wrapper for all operations, each of which returns a promise.
    return wrapped as unknown as BlobFiles[Name];
  }

  return {
    size: wrap('size'),
    open: wrap('open'),
    list: wrap('list'),
    makeFolder: wrap('makeFolder'),
    write: wrap('write'),
    copy: wrap('copy'),
    rename: wrap('rename'),
    remove: wrap('remove'),
    sync: wrap('sync'),
    asked,
    fail(operation, code) {
      if (code === undefined) faults.delete(operation);
      else faults.set(operation, code);
    },
    dieAt(number) {
      lastOne = changesMade + number;
    },
  };
}

/** As between two disks: a rename from outside of the folder is refused. */
export function onAnotherDisk(files: FaultyFiles, folder: string): FaultyFiles {
  const rename: BlobFiles['rename'] = async (from, to) => {
    if (!from.startsWith(folder)) throw Object.assign(new Error('EXDEV: planned'), { code: 'EXDEV' });
    await files.rename(from, to);
  };
  return { ...files, rename };
}
