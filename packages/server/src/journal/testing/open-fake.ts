import type { Journal, JournalRecord } from '@parley/core';
import { openFileJournal } from '../file-journal.ts';
import type { FakeFiles } from './fake-files.ts';

export const recordOf = (n: number): JournalRecord => ({
  at: 1_000 + n,
  text: `["record ${String(n)}","ü€😀"]`,
});

interface OpenedFake {
  readonly journal: Journal;
  readonly found: JournalRecord[];
  readonly warnings: { what: string; details: Readonly<Record<string, unknown>> }[];
}

/** A journal over a disk in memory, scanned; what it found and what it warned of. */
export async function openFake(
  files: FakeFiles,
  more: { maxBytes?: number; segmentBytes?: number } = {},
): Promise<OpenedFake> {
  const warnings: OpenedFake['warnings'] = [];
  const journal = await openFileJournal({
    folder: '/unused',
    maxBytes: 1_000_000,
    segmentBytes: 400,
    warn: (what, details) => warnings.push({ what, details }),
    files,
    ...more,
  });
  const found: JournalRecord[] = [];
  await journal.scan((record) => found.push(record));
  return { journal, found, warnings };
}

/** Appends records numbered `from` and up, all at once. */
export async function fill(journal: Journal, count: number, from = 0): Promise<JournalRecord[]> {
  const records = Array.from({ length: count }, (_, n) => recordOf(from + n));
  await Promise.all(records.map((record) => journal.append(record)));
  return records;
}

/** Everything not yet read, a few at a time. */
export async function readAll(journal: Journal): Promise<JournalRecord[]> {
  const all: JournalRecord[] = [];
  for (let read = await journal.read(7); read.length > 0; read = await journal.read(7)) all.push(...read);
  return all;
}
