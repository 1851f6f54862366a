import { JournalError, type JournalRecord } from '@parley/core';
import { encodeFrames, frameBytes } from './frames.ts';
import type { JournalFile } from './journal-files.ts';
import { codeOf, type Segment, type Segments } from './segments.ts';

interface Waiting {
  readonly record: JournalRecord;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Active {
  readonly segment: Segment;
  readonly file: JournalFile;
}

export interface SegmentWriterOptions {
  readonly segments: Segments;
  /** a file this long gets no more */
  readonly segmentBytes: number;
  readonly warn: (what: string, details: Readonly<Record<string, unknown>>) => void;
}

/** Bytes in one write at most. */
const writeMost = 1024 * 1024;

/**
 * Appends in groups: whatever waits while a sync runs is the next write. A write or sync that failed is never tried
 * again on that file (OPS4): the file ends with what was synced before, and the next append begins a new one.
 */
export function createSegmentWriter({ segments, segmentBytes, warn }: SegmentWriterOptions) {
  let active: Active | undefined;
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | undefined;
  let isToEnd = false;
  let isFailing = false;

  /** The only one that writes and ends files, so that no file ends while it is written. */
  async function writeAll(): Promise<void> {
    while (waiting.length > 0 || isToEnd) await (waiting.length > 0 ? writeSome(takeGroup()) : endFile());
    writing = undefined;
  }

  function takeGroup(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const each of waiting) {
      if (count > 0 && bytes + each.bytes > writeMost) break;
      bytes += each.bytes;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  }

  async function writeSome(group: readonly Waiting[]): Promise<void> {
    const frames = encodeFrames(group.map(({ record }) => record));
    waitingBytes -= frames.length;
    try {
      const { segment, file } = await findActive();
      await writeFully(file, frames);
      await file.sync();
      segment.size += frames.length;
      for (const { record } of group) segment.times.push(record.at);
    } catch (error) {
      const reason = codeOf(error);
      if (!isFailing) warn('the journal could not be written', { reason, records: group.length });
      isFailing = true;
      await endFile();
      for (const { reject } of group)
        reject(new JournalError(`The journal could not be written (${reason}).`));
      return;
    }
    if (isFailing) warn('the journal can be written again', {});
    isFailing = false;
    for (const { resolve } of group) resolve();
  }

  async function findActive(): Promise<Active> {
    if (active !== undefined && active.segment.size >= segmentBytes) await endFile();
    if (active !== undefined) return active;
    // Known before its name is synced: a file whose name cannot be is ended too.
    active = await segments.create();
    await segments.syncNames();
    return active;
  }

  async function endFile(): Promise<void> {
    isToEnd = false;
    const ended = active;
    active = undefined;
    if (ended === undefined) return;
    ended.segment.isOpen = false;
    await ended.file.close().catch((error: unknown) => {
      warn('a file of the journal could not be closed', { reason: codeOf(error) });
    });
    segments.sweep();
  }

  return {
    append(record: JournalRecord): Promise<void> {
      const bytes = frameBytes(record);
      waitingBytes += bytes;
      return new Promise((resolve, reject) => {
        waiting.push({ record, bytes, resolve, reject });
        writing ??= writeAll();
      });
    },
    waitingBytes: (): number => waitingBytes,
    /** The file ends once nothing waits to be written; the next append begins another. */
    end(): Promise<void> {
      isToEnd = true;
      return (writing ??= writeAll());
    },
  };
}

async function writeFully(file: JournalFile, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length;) {
    const written = await file.write(bytes.subarray(from));
    if (written === 0) throw new Error('nothing was written');
    from += written;
  }
}
