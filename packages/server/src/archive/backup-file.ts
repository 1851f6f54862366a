import { createReadStream } from 'node:fs';
import { access, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { ArchiveError } from '@parley/core';
import type { BackupRecord } from './content-lines.ts';
import {
  backupFormat,
  backupVersion,
  endText,
  isEnd,
  headText,
  parseEnd,
  parseHead,
  parseRecord,
  recordText,
  type BackupCounts,
  type BackupEnd,
  type BackupHead,
} from './backup-schema.ts';

export interface BackupToWrite {
  readonly file: string;
  readonly head: Omit<BackupHead, 'format' | 'version'>;
  readonly records: AsyncIterable<BackupRecord>;
}

/** Far above what any line has. */
const longestLine = 64 * 1024 * 1024;

/**
 * Writes `file` whole or not at all: into `file.part` first, which is synced and then renamed. It holds password hashes:
 * nobody but its owner may read it. @throws ArchiveError
 */
export async function writeBackup({ file, head, records }: BackupToWrite): Promise<BackupCounts> {
  if (await isThere(file)) throw new ArchiveError(`${file} is there already; choose another name.`);
  const part = `${file}.part`;
  const counts = { entries: 0, positions: 0, accounts: 0, sessions: 0, media: 0, contents: 0 };
  try {
    const handle = await open(part, 'w', 0o600);
    try {
      await writeAll(handle, linesOf(head, records, counts));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    await syncFolder(dirname(file));
    return counts;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw fileErrorOf(error, file, 'written');
  }
}

async function writeAll(handle: FileHandle, lines: AsyncIterable<string>): Promise<void> {
  const zipped = createGzip();
  const feeding = pipeline(Readable.from(lines), zipped);
  const writing = (async () => {
    // A stream of bytes, whatever its type says.
    for await (const bytes of zipped as AsyncIterable<Uint8Array>) await writeFully(handle, bytes);
  })();
  await Promise.all([feeding, writing]);
}

/** A write may take fewer bytes than it was given. */
async function writeFully(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length;) from += (await handle.write(bytes, from)).bytesWritten;
}

async function* linesOf(
  head: BackupToWrite['head'],
  records: AsyncIterable<BackupRecord>,
  counts: BackupCounts,
): AsyncGenerator<string> {
  const sha256 = createHash('sha256');
  const hashed = (text: string): string => {
    sha256.update(`${text}\n`);
    return `${text}\n`;
  };
  yield hashed(headText(head));
  for await (const record of records) {
    count(counts, record);
    yield hashed(recordText(record));
  }
  yield `${endText(counts, sha256.digest('hex'))}\n`;
}

function count(counts: BackupCounts, record: BackupRecord): void {
  switch (record.kind) {
    case 'entries':
      counts.entries += record.entries.length;
      return;
    case 'positions':
      counts.positions += record.positions.length;
      return;
    case 'accounts':
      counts.accounts += record.accounts.length;
      return;
    case 'media':
      counts.media += record.media.length;
      return;
    case 'content':
      counts.contents += record.isLast ? 1 : 0;
      return;
    case 'sessions':
      counts.sessions += record.sessions.length;
      return;
  }
}

export interface CheckedBackup {
  readonly file: string;
  readonly head: BackupHead;
  readonly end: BackupEnd;
}

/**
 * Reads it once to its end, so that nothing of a file that is cut short, altered or of a later version gets anywhere.
 * @throws ArchiveError
 */
export async function checkBackup(file: string, onBytes: (done: number) => void): Promise<CheckedBackup> {
  const sha256 = createHash('sha256');
  let head: BackupHead | undefined;
  let end: BackupEnd | undefined;
  let unknownLine: number | undefined;
  let number = 0;
  for await (const line of readLines(file, onBytes)) {
    number += 1;
    if (end !== undefined) throw new ArchiveError(`${file} was altered: something follows its end.`);
    end = isEnd(line) ? parseEnd(line) : undefined;
    if (end !== undefined) continue;
    sha256.update(`${line}\n`);
    if (head === undefined) head = headOf(file, line);
    else if (parseRecord(line) === undefined) unknownLine ??= number;
  }
  if (head === undefined || end === undefined)
    throw new ArchiveError(`${file} is cut short: its end is missing.`);
  if (end.sha256 !== sha256.digest('hex'))
    throw new ArchiveError(`${file} was altered: its checksum is not that of its content.`);
  if (unknownLine !== undefined)
    throw new ArchiveError(
      `Line ${String(unknownLine)} of ${file} is nothing this Parley knows: it was made by ${head.made_by}; use that version or a later one.`,
    );
  return { file, head, end };
}

/** What a checked backup holds, part by part. */
export async function* readBackup({ file }: CheckedBackup): AsyncGenerator<BackupRecord> {
  let isHead = true;
  for await (const line of readLines(file, () => undefined)) {
    const record = isHead || isEnd(line) ? undefined : parseRecord(line);
    isHead = false;
    if (record !== undefined) yield record;
  }
}

function headOf(file: string, line: string): BackupHead {
  const head = parseHead(line);
  if (head !== undefined) return head;
  const said = anyHead(line);
  if (said?.format !== backupFormat) throw new ArchiveError(`${file} is no backup of Parley.`);
  throw new ArchiveError(
    `${file} has version ${String(said.version)} of the format, made by ${String(said.made_by)}; this program knows version ${String(backupVersion)}.`,
  );
}

function anyHead(line: string): Partial<Record<keyof BackupHead, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

async function* readLines(file: string, onBytes: (done: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const source = createReadStream(file);
  const unzipped = source.pipe(createGunzip());
  source.on('error', (error) => unzipped.destroy(error));
  let rest = '';
  try {
    // A stream of bytes, whatever its type says.
    for await (const chunk of unzipped as AsyncIterable<Uint8Array>) {
      onBytes(source.bytesRead);
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw new ArchiveError(`${file} is no backup of Parley.`);
      yield* lines;
    }
  } catch (error) {
    throw fileErrorOf(error, file, 'read');
  } finally {
    source.destroy();
    unzipped.destroy();
  }
  if (rest !== '') throw new ArchiveError(`${file} is cut short: its last line is.`);
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** How large it is, for showing how far one has come. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw fileErrorOf(error, file, 'read');
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function fileErrorOf(error: unknown, file: string, done: 'read' | 'written'): unknown {
  if (error instanceof ArchiveError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (error instanceof TypeError || code.startsWith('Z_') || code.startsWith('ERR_ENCODING'))
    return new ArchiveError(
      code === 'Z_BUF_ERROR' ? `${file} is cut short.` : `${file} is damaged, or no backup of Parley.`,
    );
  if (code === 'ENOENT' && done === 'read') return new ArchiveError(`There is no file ${file}.`);
  if (/^E[A-Z]+$/.test(code)) return new ArchiveError(`${file} cannot be ${done} (${code}).`);
  return error;
}
