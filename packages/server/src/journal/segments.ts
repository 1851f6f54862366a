import type { JournalFiles } from './journal-files.ts';
import { createSegmentReader, type SegmentReader } from './segment-reader.ts';

/** One file of the journal and how far it has come. */
export interface Segment {
  readonly name: string;
  /** where it is being drained */
  readonly reader: SegmentReader;
  /** bytes that count: whole records that are synced, or a whole file from an earlier run */
  size: number;
  /** when each of its records was accepted, in order, those found or appended so far; UTC ms */
  readonly times: number[];
  /** of these, how many were handed out, and how many of those are done with */
  read: number;
  released: number;
  /** more records may be added: it is being written, or was found and not yet scanned */
  isOpen: boolean;
  /** where bytes begin that are no records */
  readonly damagedFrom: Set<number>;
}

export interface SegmentsOptions {
  readonly files: JournalFiles;
  readonly warn: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

export type Segments = ReturnType<typeof createSegments>;

const pattern = /^(\d{8})\.journal$/;

/** The journal's files, oldest first. A file goes when all its records are done with; a damaged one is kept aside. JRN2 */
export function createSegments({ files, warn }: SegmentsOptions) {
  const segments: Segment[] = [];
  let lastNumber = 0;
  let changing = Promise.resolve();

  function nameOf(number: number): string {
    return `${String(number).padStart(8, '0')}.journal`;
  }

  /** A damaged place is reported once, however often the file is read. */
  function readerOf(name: string, segment: () => Segment): SegmentReader {
    return createSegmentReader({
      files,
      name,
      end: () => segment().size,
      damaged(from, to) {
        if (segment().damagedFrom.has(from)) return;
        segment().damagedFrom.add(from);
        warn('a part of the journal is damaged; the file is kept aside', { file: name, from, to });
      },
    });
  }

  function add(name: string, size: number): Segment {
    const segment: Segment = {
      name,
      reader: readerOf(name, () => segment),
      size,
      times: [],
      read: 0,
      released: 0,
      isOpen: true,
      damagedFrom: new Set(),
    };
    segments.push(segment);
    return segment;
  }

  /** One after another, so that the folder is never changed twice at once. Never rejects. */
  function later(change: () => Promise<void>): Promise<void> {
    changing = changing.then(change).catch((error: unknown) => {
      // What stays is found again at the next start, and its records are in the log then.
      warn('a file of the journal could not be removed', { reason: codeOf(error) });
    });
    return changing;
  }

  async function letGo({ name, damagedFrom }: Segment): Promise<void> {
    if (damagedFrom.size > 0) await files.rename(name, `${name}.damaged`);
    else await files.remove(name);
    await files.syncFolder();
  }

  return {
    all: (): readonly Segment[] => segments,
    /** Another reader, from the file's beginning. */
    readAnew: (segment: Segment): SegmentReader => readerOf(segment.name, () => segment),
    bytes: (): number => segments.reduce((sum, { size }) => sum + size, 0),
    /** Finds what an earlier run left. */
    async find(): Promise<void> {
      for (const { name, size } of [...(await files.list())].sort((one, other) =>
        one.name < other.name ? -1 : 1,
      )) {
        const number = Number(pattern.exec(name)?.[1] ?? /^(\d{8})\.journal\.damaged$/.exec(name)?.[1] ?? 0);
        lastNumber = Math.max(lastNumber, number);
        if (pattern.test(name)) add(name, size);
      }
    },
    /** A new file to append to; its name is its place in the order, and has to be synced. */
    async create() {
      lastNumber += 1;
      const name = nameOf(lastNumber);
      const file = await files.create(name);
      return { segment: add(name, 0), file };
    },
    syncNames: (): Promise<void> => files.syncFolder(),
    /** Files whose records are all done with go. */
    sweep(): void {
      for (const segment of [...segments]) {
        if (segment.isOpen || segment.released < segment.times.length) continue;
        segments.splice(segments.indexOf(segment), 1);
        void later(() => letGo(segment));
      }
    },
    /** Until no file is being removed. */
    settled: (): Promise<void> => changing,
  };
}

/** What the system calls it, such as `ENOSPC`: its messages name paths. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
