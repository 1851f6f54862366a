// One insert per message, committed and synced before it returns: the design that everybody writes first.
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const table =
  'create table message (id text, conversation text, seq integer, sender text, content text, created_at text)';
const index = 'create index history on message (conversation, seq)';
const insert = 'insert into message values (?, ?, ?, ?, ?, ?)';
const valuesOf = (message) =>
  ['id', 'conversation', 'seq', 'from', 'content', 'created_at'].map((name) => message[name]);

/** Node below 22.5 has no database of its own: there, one line per message in a file, each synced. Cheaper than a table. */
function openLines(path) {
  const file = openSync(path, 'a');
  return {
    insert(message) {
      writeSync(file, `${JSON.stringify(valuesOf(message))}\n`);
      fdatasyncSync(file);
    },
    close: () => closeSync(file),
  };
}

async function findDatabase() {
  if (process.versions.bun !== undefined) return (await import('bun:sqlite')).Database;
  return (await import('node:sqlite').catch(() => undefined))?.DatabaseSync;
}

/** Opens an empty store in this folder. */
export async function openMessageStore(folder) {
  mkdirSync(folder, { recursive: true });
  const Database = await findDatabase();
  if (Database === undefined) return openLines(join(folder, 'messages.jsonl'));
  const database = new Database(join(folder, 'messages.db'));
  for (const sql of ['pragma journal_mode = wal', 'pragma synchronous = full', table, index])
    database.exec(sql);
  const statement = database.prepare(insert);
  return { insert: (message) => void statement.run(...valuesOf(message)), close: () => database.close() };
}
