import { JournalError, type JournalRecord } from '@parley/core';
import { findMagic, isOfNewerFormat, readFrame } from './frames.ts';
import type { JournalFiles } from './journal-files.ts';

export interface SegmentReader {
  /** The next records, oldest first; none at the end. */
  next(limit: number): Promise<readonly JournalRecord[]>;
}

export interface SegmentReaderOptions {
  readonly files: JournalFiles;
  readonly name: string;
  /** how far it may be read: what is written and not yet synced does not count */
  readonly end: () => number;
  /** Something between two offsets is no record. JRN2 */
  readonly damaged: (from: number, to: number) => void;
}

const chunkBytes = 256 * 1024;
/** Longer than any record, so that one that is cut twice is damaged. */
const longestFrameBytes = 2 * 1024 * 1024;

/** Reads one file from its beginning, record after record, past whatever is damaged. */
export function createSegmentReader({ files, name, end, damaged }: SegmentReaderOptions): SegmentReader {
  /** bytes read and not yet used, and where in the file they begin */
  let bytes = Buffer.alloc(0);
  let start = 0;
  /** where in `bytes` the next record is expected */
  let at = 0;
  let damagedFrom: number | undefined;

  /** Whether there was more to be read. */
  async function readMore(): Promise<boolean> {
    bytes = bytes.subarray(at);
    start += at;
    at = 0;
    const from = start + bytes.length;
    const length = Math.min(chunkBytes, end() - from);
    if (length <= 0) return false;
    const more = await files.read(name, from, length);
    bytes = Buffer.concat([bytes, more]);
    if (from === 0 && isOfNewerFormat(bytes))
      throw new JournalError('The journal was written by a newer version of Parley.');
    return more.length > 0;
  }

  function endDamage(): void {
    if (damagedFrom !== undefined) damaged(damagedFrom, start + at);
    damagedFrom = undefined;
  }

  /** What stands here is no record: go on where one may begin. */
  function skip(): void {
    damagedFrom ??= start + at;
    const next = findMagic(bytes, at + 1);
    // A magic may be cut as well.
    at = next === -1 ? Math.max(at + 1, bytes.length - 3) : next;
  }

  return {
    async next(limit) {
      const records: JournalRecord[] = [];
      while (records.length < limit) {
        const frame = readFrame(bytes, at);
        if (frame.kind === 'record') {
          endDamage();
          records.push(frame.record);
          at = frame.end;
        } else if (frame.kind === 'damaged' || bytes.length - at > longestFrameBytes) skip();
        else if (records.length > 0) break;
        else if (!(await readMore())) {
          if (bytes.length === at) break;
          // The file ends within it: a torn tail, or a length that is damaged.
          skip();
          if (start + at >= end()) endDamage();
        }
      }
      return records;
    },
  };
}
