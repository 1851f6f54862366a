import { JournalError, type Journal, type JournalRecord } from '@parley/core';
import { createJournalFiles, type JournalFiles } from './journal-files.ts';
import { createSegmentWriter } from './segment-writer.ts';
import type { SegmentReader } from './segment-reader.ts';
import { codeOf, createSegments, type Segment } from './segments.ts';

export interface FileJournalOptions {
  /** made when it is not there; its parent must be */
  readonly folder: string;
  /** on disk at most, about */
  readonly maxBytes: number;
  /** hears of damage and of a disk that fails; names files of the journal, nobody and no text */
  readonly warn: (what: string, details: Readonly<Record<string, unknown>>) => void;
  /** the real ones unless told otherwise */
  readonly files?: JournalFiles;
  /** a file this long gets no more; 8 MB unless told otherwise */
  readonly segmentBytes?: number;
}

/** More records than this, however small, are too many to remember the ids of. PIP4 */
const recordsMost = 1_000_000;
/** A file that is drained and this long goes, though it could take more; or a quarter of what the journal may hold. */
const worthRemovingMost = 256 * 1024;
const scannedAtOnce = 1_000;

/**
 * The journal in a folder of append-only files. Every record is framed and checked, so that damage costs what it
 * touches and nothing behind it; a run never appends to a file of an earlier one.
 * @throws JournalError one sentence for the person who starts the server
 */
export async function openFileJournal(options: FileJournalOptions): Promise<Journal> {
  const { maxBytes, warn, segmentBytes = 8 * 1024 * 1024 } = options;
  const worthRemovingBytes = Math.min(worthRemovingMost, maxBytes / 4);
  const files = options.files ?? createJournalFiles(options.folder);
  const segments = createSegments({ files, warn });
  const writer = createSegmentWriter({ segments, segmentBytes, warn });
  await segments.find().catch((error: unknown) => {
    throw new JournalError(`The journal's folder cannot be read or made (${codeOf(error)}).`);
  });

  function records(): number {
    return segments.all().reduce((sum, { times, released }) => sum + times.length - released, 0);
  }

  async function readFrom(reader: SegmentReader, limit: number): Promise<readonly JournalRecord[]> {
    try {
      return await reader.next(limit);
    } catch (error) {
      if (error instanceof JournalError) throw error;
      throw new JournalError(`The journal could not be read (${codeOf(error)}).`);
    }
  }

  async function scanSegment(segment: Segment, visit: (record: JournalRecord) => void): Promise<void> {
    // JRN1: a process that was killed may have written it without a sync, and whoever asks again is told `queued`.
    await files.sync(segment.name).catch((error: unknown) => {
      throw new JournalError(`The journal could not be synced (${codeOf(error)}).`);
    });
    const reader = segments.readAnew(segment);
    let found: readonly JournalRecord[];
    do {
      found = await readFrom(reader, scannedAtOnce);
      for (const record of found) {
        segment.times.push(record.at);
        visit(record);
      }
    } while (found.length > 0);
    segment.isOpen = false;
  }

  /** Records that were there when they were written or found, and are no longer: the disk has lost them. */
  function forgetLost({ name, size, times, read, damagedFrom }: Segment): void {
    warn('records of the journal cannot be read any more', { file: name, records: times.length - read });
    if (damagedFrom.size === 0) damagedFrom.add(size);
    times.length = read;
  }

  return {
    append: (record) => writer.append(record),
    async scan(visit) {
      for (const segment of segments.all()) await scanSegment(segment, visit);
      segments.sweep();
    },
    async read(limit) {
      for (const segment of segments.all()) {
        if (segment.read === segment.times.length) continue;
        const found = await readFrom(segment.reader, Math.min(limit, segment.times.length - segment.read));
        segment.read += found.length;
        if (found.length > 0) return found;
        forgetLost(segment);
      }
      segments.sweep();
      return [];
    },
    release(count) {
      let left = count;
      for (const segment of segments.all()) {
        const released = Math.min(left, segment.read - segment.released);
        segment.released += released;
        left -= released;
        const isDrained = segment.released === segment.times.length;
        if (segment.isOpen && isDrained && segment.size >= worthRemovingBytes) void writer.end();
        if (left === 0) break;
      }
      segments.sweep();
    },
    hasRoom: (bytes) =>
      segments.bytes() + writer.waitingBytes() + bytes <= maxBytes && records() < recordsMost,
    figures() {
      const oldest = segments.all().find(({ times, released }) => released < times.length);
      return {
        records: records(),
        bytes: segments.bytes(),
        oldestAt: oldest?.times[oldest.released] ?? null,
      };
    },
    async close() {
      await writer.end();
      await segments.settled();
    },
  };
}
