import { expect, test } from 'bun:test';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError, DataFolderLocked } from './data-folder-error.ts';
import { lockDataFolder } from './lock.ts';
import { createTemporaryFolders } from './testing/temporary-folder.ts';

const temporaryFolder = createTemporaryFolders();

test('OPS1: a folder is taken once, also within one process, and free again after', () => {
  const dataDir = temporaryFolder();
  const unlock = lockDataFolder(dataDir);
  expect(() => lockDataFolder(dataDir)).toThrow(DataFolderLocked);
  unlock();
  lockDataFolder(dataDir)();
});

test('OPS1: the lock holds while nothing but its answer refers to it', () => {
  const dataDir = temporaryFolder();
  const unlock = lockDataFolder(dataDir);
  Bun.gc(true);
  expect(() => lockDataFolder(dataDir)).toThrow(DataFolderLocked);
  unlock();
});

test('OPS1: the folder is made when its parent is there', () => {
  const dataDir = join(temporaryFolder(), 'data');
  lockDataFolder(dataDir)();
  expect(existsSync(dataDir)).toBe(true);
});

test('OPS1: a missing parent folder is one sentence', () => {
  const parent = join(temporaryFolder(), 'missing');
  const dataDir = join(parent, 'data');
  expect(() => lockDataFolder(dataDir)).toThrow(
    new DataFolderError(`The data folder ${dataDir} cannot be made: ${parent} does not exist.`),
  );
});

test('OPS1: a folder that is a file, or lies below one, is one sentence', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => lockDataFolder(file)).toThrow(
    /^The data folder \S+ cannot be written \(SQLITE_CANTOPEN\w*\)\.$/,
  );
  expect(() => lockDataFolder(join(file, 'data'))).toThrow(
    /^The data folder \S+ cannot be written \(ENOTDIR\)\.$/,
  );
});
