import type { JournalFile, JournalFiles } from '../journal-files.ts';

/** What may go wrong with the next operations of a kind. */
export type DiskFault = 'ENOSPC' | 'EIO' | 'short';

/** A disk in memory: it knows what would survive a power cut, and fails as a test says. */
export interface FakeFiles extends JournalFiles {
  /** From now on operations of this kind fail so; `undefined`: no longer. */
  fail(
    operation: 'create' | 'write' | 'sync' | 'syncFolder' | 'read' | 'remove',
    fault: DiskFault | undefined,
  ): void;
  /** Called before every operation; what it throws, the operation throws. */
  before(hook: (operation: string) => void): void;
  /** The disk after a power cut: un-synced bytes and names are kept, torn or lost, as `choose` says (0 ≤ x < 1). */
  powerCut(choose: () => number): FakeFiles;
  /** The bytes of a file as they are, to be changed at will. */
  bytesOf(name: string): Buffer;
  names(): string[];
  /** Files that were created and not closed. */
  openCount(): number;
}

interface Content {
  bytes: Buffer;
  /** so many of them survive a power cut for certain */
  synced: number;
}

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: planned`), { code });
}

export function createFakeFiles(contents = new Map<string, Content>()): FakeFiles {
  const faults = new Map<string, DiskFault>();
  /** names as they were at the last sync of the folder */
  let syncedNames = new Map(contents);
  let openCount = 0;
  let hook: (operation: string) => void = () => undefined;

  async function meet(operation: string): Promise<void> {
    await Promise.resolve();
    hook(operation);
    const planned = faults.get(operation);
    if (planned !== undefined && planned !== 'short') throw fault(planned);
  }

  function contentOf(name: string): Content {
    const content = contents.get(name);
    if (content === undefined) throw fault('ENOENT');
    return content;
  }

  function fileOf(content: Content): JournalFile {
    let isOpen = true;
    openCount += 1;

    async function use(operation: string): Promise<void> {
      await meet(operation);
      if (!isOpen) throw fault('EBADF');
    }

    return {
      async write(bytes) {
        await use('write');
        const count = faults.get('write') === 'short' ? Math.ceil(bytes.length / 2) : bytes.length;
        content.bytes = Buffer.concat([content.bytes, bytes.subarray(0, count)]);
        return count;
      },
      async sync() {
        await use('sync');
        content.synced = content.bytes.length;
      },
      async close() {
        await use('close');
        isOpen = false;
        openCount -= 1;
      },
    };
  }

  function afterPowerCut({ bytes, synced }: Content, choose: () => number): Content {
    const kept = synced + Math.floor(choose() * (bytes.length - synced + 1));
    const torn = Buffer.from(bytes.subarray(0, kept));
    // The system may have made the file longer before its bytes arrived.
    if (choose() < 0.3)
      torn.fill(0, Math.min(torn.length, synced + Math.floor(choose() * (kept - synced + 1))));
    return { bytes: torn, synced: torn.length };
  }

  return {
    async list() {
      await meet('list');
      return [...contents].map(([name, { bytes }]) => ({ name, size: bytes.length }));
    },
    async create(name) {
      await meet('create');
      if (contents.has(name)) throw fault('EEXIST');
      const content = { bytes: Buffer.alloc(0), synced: 0 };
      contents.set(name, content);
      return fileOf(content);
    },
    async read(name, offset, length) {
      await meet('read');
      return new Uint8Array(contentOf(name).bytes.subarray(offset, offset + length));
    },
    async sync(name) {
      await meet('sync');
      const content = contentOf(name);
      content.synced = content.bytes.length;
    },
    async remove(name) {
      await meet('remove');
      contentOf(name);
      contents.delete(name);
    },
    async rename(from, to) {
      await meet('rename');
      contents.set(to, contentOf(from));
      contents.delete(from);
    },
    async syncFolder() {
      await meet('syncFolder');
      syncedNames = new Map(contents);
    },
    fail(operation, planned) {
      if (planned === undefined) faults.delete(operation);
      else faults.set(operation, planned);
    },
    before(next) {
      hook = next;
    },
    powerCut(choose) {
      const names = choose() < 0.5 ? contents : syncedNames;
      return createFakeFiles(
        new Map([...names].map(([name, content]) => [name, afterPowerCut(content, choose)])),
      );
    },
    bytesOf: (name) => contentOf(name).bytes,
    names: () => [...contents.keys()].sort(),
    openCount: () => openCount,
  };
}
