import { isPersonalLogId, type LogId } from '../log/entry.ts';
import type { Archive, LogHead, LogRange } from '../ports/archive.ts';
import type { Storage } from '../ports/storage.ts';
import { ArchiveError } from './archive-error.ts';
import type { ArchiveRecord } from './archive-record.ts';

/** A few milliseconds of a reader, so that others' reads fit between. */
const room = { limit: 500, maxChars: 500_000 };
const logsAtOnce = 200;
const rowsAtOnce = 500;

/**
 * Personal logs first: what somebody hid is named by its number, which must be in the conversation's part as well. The
 * name of a personal log begins with `me:`.
 */
const ranges: readonly LogRange[] = [
  { after: 'me:', before: 'me;' },
  { after: '', before: 'me:' },
  { after: 'me;' },
];

/** All logs, in pages. */
export async function* listAllLogs(archive: Archive): AsyncGenerator<readonly LogHead[]> {
  for (const range of ranges) {
    let { after } = range;
    for (;;) {
      const page = await archive.listLogs({ ...range, after }, logsAtOnce);
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < logsAtOnce) break;
      after = last.log;
    }
  }
}

/** What is read of a store. */
export type ReadableStore = Pick<Storage, 'archive' | 'media'>;

/** Everything: a prefix of each log with its positions, then what no log holds. OPS5 */
export async function* readStore(store: ReadableStore): AsyncGenerator<ArchiveRecord> {
  const { archive } = store;
  for await (const page of listAllLogs(archive))
    for (const { log, head } of page) yield* readLog(archive, log, { afterSeq: 0, head });
  yield* readUnlogged(store);
}

/**
 * A log from a number on, up to `head` at least, and as far beyond it as its texts need: where a text was erased, so is
 * the entry that says so. Then its positions, clamped to that.
 */
export async function* readLog(
  archive: Archive,
  log: LogId,
  { afterSeq, head }: { readonly afterSeq: number; readonly head: number },
): AsyncGenerator<ArchiveRecord> {
  let [last, until] = [afterSeq, head];
  while (last < until) {
    const { entries, textsSeq } = await archive.listEntries(log, last, room);
    if (entries.length === 0) break;
    if (entries.some(({ event }) => event.kind === 'foreign'))
      throw new ArchiveError('A newer version of the server has written to this store: only it can copy it.');
    yield { kind: 'entries', entries };
    last = entries.at(-1)?.seq ?? last;
    until = Math.max(until, textsSeq);
  }
  if (isPersonalLogId(log)) return;
  const positions = await archive.listPositions(log);
  if (positions.length === 0) return;
  yield {
    kind: 'positions',
    // RD1
    positions: positions.map(({ readSeq, deliveredSeq, ...whose }) => ({
      ...whose,
      readSeq: Math.min(readSeq, last),
      deliveredSeq: Math.min(deliveredSeq, last),
    })),
  };
}

/**
 * Accounts, sessions and what is known of uploads, as they are now: behind the logs, so that nobody and nothing in a log
 * is missing.
 */
export async function* readUnlogged({ archive, media }: ReadableStore): AsyncGenerator<ArchiveRecord> {
  for await (const accounts of inPages(archive.listAccounts, ({ user }) => user.id))
    yield { kind: 'accounts', accounts };
  for await (const sessions of inPages(archive.listSessions, ({ id }) => id))
    yield { kind: 'sessions', sessions };
  for await (const records of inPages(media.list, (record) => record.media.id))
    yield { kind: 'media', media: records };
}

async function* inPages<Row>(
  list: (afterId: string, limit: number) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): AsyncGenerator<readonly Row[]> {
  for (let after = ''; ;) {
    const rows = await list(after, rowsAtOnce);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = idOf(last);
  }
}
