import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWebFolder } from './web-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-web-'));
  await mkdir(join(folder, 'assets'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('files are found by address, each with what was compressed beside it', async () => {
  for (const name of ['index.html', 'assets/a.js', 'assets/a.js.br', 'assets/a.js.gz', 'assets/alone.gz'])
    await writeFile(join(folder, name), name);
  const files = await readWebFolder(folder);
  expect([...files.keys()].toSorted()).toEqual(['/assets/a.js', '/assets/alone.gz', '/index.html']);
  const { plain, br, gzip } = files.get('/assets/a.js')!;
  expect([plain, br!, gzip!].map((bytes) => new TextDecoder().decode(bytes))).toEqual([
    'assets/a.js',
    'assets/a.js.br',
    'assets/a.js.gz',
  ]);
  expect(Object.keys(files.get('/index.html')!)).toEqual(['plain']);
});

test('SEC7: hidden files, and links that lead out of the folder, are not served', async () => {
  await writeFile(join(folder, '.inputs'), 'a hash');
  await symlink('/etc/hostname', join(folder, 'assets/hostname'));
  expect((await readWebFolder(folder)).size).toBe(0);
});

test('without a folder there is nothing to serve', async () => {
  expect((await readWebFolder(join(folder, 'dist'))).size).toBe(0);
});
