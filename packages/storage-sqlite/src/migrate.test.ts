import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { createFakeClock } from '@parley/core/testing';
import { DataFolderError } from './data-folder-error.ts';
import { migrate, migrations, type Migration } from './migrate.ts';
import { createSqliteStorage } from './sqlite-storage.ts';
import { createTemporaryFolders } from './testing/temporary-folder.ts';

const temporaryFolder = createTemporaryFolders();

const tablesOf = (database: Database) =>
  database
    .query<{ name: string }, []>("select name from sqlite_schema where type = 'table'")
    .all()
    .map(({ name }) => name);
const versionOf = (database: Database) =>
  database.query<{ user_version: number }, []>('pragma user_version').get()?.user_version;

const makeOne: Migration = (database) => {
  database.run('create table one (x)');
};
const makeTwo: Migration = (database) => {
  database.run('create table two (x)');
};

test('OPS3: each step runs once, however often the program starts', () => {
  const database = new Database(':memory:');
  migrate(database, [makeOne]);
  migrate(database, [makeOne, makeTwo]);
  migrate(database, [makeOne, makeTwo]);
  expect(tablesOf(database)).toEqual(['one', 'two']);
  expect(versionOf(database)).toBe(2);
});

test('OPS3: a step cut short leaves the version before it, and the next start takes it again', () => {
  const database = new Database(':memory:');
  const cutShort: Migration = (half) => {
    makeTwo(half);
    throw new Error('killed');
  };
  expect(() => {
    migrate(database, [makeOne, cutShort]);
  }).toThrow('killed');
  expect(tablesOf(database)).toEqual(['one']);
  expect(versionOf(database)).toBe(1);
  migrate(database, [makeOne, makeTwo]);
  expect(tablesOf(database)).toEqual(['one', 'two']);
});

test('OPS3: a database newer than the program is refused with a sentence and left as it is', async () => {
  const dataDir = temporaryFolder();
  const database = new Database(join(dataDir, 'parley.db'), { create: true });
  database.run('pragma user_version = 999');
  database.close();
  const opening = () => createSqliteStorage({ dataDir, clock: createFakeClock() });
  const error: unknown = await opening().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DataFolderError);
  expect(error).toMatchObject({
    message: `The data folder was written by a newer version of Parley (layout 999, this program knows ${String(migrations.length)}): start that version or a later one.`,
  });
  // The folder is free again.
  expect(await opening().catch((reason: unknown) => reason)).toMatchObject({ name: 'DataFolderError' });
});

test('SYN3: every new store has a generation of its own', () => {
  const generationOf = () => {
    const database = new Database(':memory:');
    migrate(database);
    return database.query<{ value: string }, []>("select value from meta where name = 'generation'").get()
      ?.value;
  };
  const one = generationOf();
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(generationOf()).not.toBe(one);
});
