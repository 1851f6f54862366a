import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { encodeBatch } from './encode-batch.ts';
import { openReader } from './reader.ts';
import { createCallServer } from './serve-calls.ts';
import { toFailure, UnfinishedCommit } from './store-failure.ts';
import { createMessageSource, testLogs } from './testing/messages.ts';
import { createTemporaryFolders } from './testing/temporary-folder.ts';
import { openWriter } from './writer.ts';

const temporaryFolder = createTemporaryFolders();

function openFresh() {
  const file = join(temporaryFolder(), 'parley.db');
  const { connection, methods } = openWriter(file);
  const pragma = (name: string) => Object.values(connection.database.query(`pragma ${name}`).get() ?? {})[0];
  return { file, connection, writer: methods, pragma };
}

test('SND1: the writer syncs its log before a commit returns', () => {
  const { connection, pragma } = openFresh();
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('secure_delete')).toBe(1);
  connection.close();
});

test('OPS4: a full disk stores nothing of the batch and says `failed`; work resumes with space', () => {
  const { connection, writer, pragma, file } = openFresh();
  const messages = createMessageSource();
  writer.commit(encodeBatch(messages.next(10)));
  const pages = Number(pragma('page_count'));
  connection.database.run(`pragma max_page_count = ${String(pages + 1)}`);
  const batch = encodeBatch(messages.next(800));
  let failure: unknown;
  try {
    writer.commit(batch);
  } catch (error) {
    failure = toFailure(error);
  }
  expect(failure).toMatchObject({ kind: 'failed', message: expect.stringContaining('SQLITE_FULL') });
  const reader = openReader(file);
  const head = (log: (typeof testLogs)[number]) => reader.methods.findPicture(log)?.head ?? 0;
  const before = testLogs.map(head);
  expect(before.reduce((sum, each) => sum + each)).toBe(10);
  connection.database.run('pragma max_page_count = 1000000');
  expect(writer.commit(batch)).toBeNull();
  expect(testLogs.map(head).reduce((sum, each) => sum + each)).toBe(810);
  reader.connection.close();
  connection.close();
});

test('OPS4: a read-only database says `failed` and stores again once it is writable', () => {
  const { connection, writer } = openFresh();
  const batch = encodeBatch(createMessageSource().next(5));
  connection.database.run('pragma query_only = on');
  expect(() => writer.commit(batch)).toThrow(expect.objectContaining({ code: 'SQLITE_READONLY' }));
  connection.database.run('pragma query_only = off');
  expect(writer.commit(batch)).toBeNull();
  connection.close();
});

test('OPS4: after a commit that did not finish the database is closed, and opened again for the next call', () => {
  const log: string[] = [];
  const answer = createCallServer((file) => {
    log.push(`open ${file}`);
    return {
      methods: {
        commit: () => {
          throw new UnfinishedCommit('no sync');
        },
        ping: () => 'pong',
      },
      close: () => log.push('close'),
    };
  });
  answer(JSON.stringify([1, 'open', ['file']]));
  expect(JSON.parse(answer(JSON.stringify([2, 'commit', []])))).toEqual([
    2,
    false,
    { kind: 'unknown', message: 'no sync' },
  ]);
  expect(JSON.parse(answer(JSON.stringify([3, 'ping', []])))).toEqual([3, true, 'pong']);
  expect(log).toEqual(['open file', 'close', 'open file']);
});

test('OPS4 F8: a database that could only be opened for reading is opened again for the next call', () => {
  const file = join(temporaryFolder(), 'parley.db');
  let opened = 0;
  const answer = createCallServer((path) => {
    const { connection, methods } = openWriter(path);
    opened += 1;
    if (opened === 1) connection.database.run('pragma query_only = on');
    return { methods, close: connection.close };
  });
  const commit = (id: number, batch: unknown): unknown =>
    JSON.parse(answer(JSON.stringify([id, 'commit', [batch]])));
  const batch = encodeBatch(createMessageSource().next(5));
  answer(JSON.stringify([1, 'open', [file]]));
  expect(commit(2, batch)).toMatchObject([2, false, { kind: 'failed' }]);
  expect(commit(3, batch)).toEqual([3, true, null]);
  answer(JSON.stringify([4, 'close', []]));
});

test('SND4: an entry the database refuses does not cost the rest of a large batch', () => {
  const { connection, writer } = openFresh();
  const batch = createMessageSource().next(200);
  const appends = batch.appends.map((entry, index) => (index === 100 ? { ...entry, id: 'poison' } : entry));
  const outcomes = writer.commit(encodeBatch({ appends, positions: [] })) ?? [];
  const poisoned = appends[100]?.log;
  expect(outcomes[100]).toBe('rejected');
  for (const [index, { log }] of appends.entries())
    if (index !== 100) expect(outcomes[index]).toBe(log === poisoned && index > 100 ? 'skipped' : 'stored');
  connection.close();
});
