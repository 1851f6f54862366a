import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale, type Build } from './fresh-build.ts';

let root: string;
let outDir: string;
let built: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parley-build-'));
  outDir = join(root, 'app/dist');
  built = [];
  await mkdir(join(root, 'app/src'), { recursive: true });
  await writeFile(join(root, 'app/src/page.ts'), 'one');
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** Copies the page, and says that it did. */
const copyPage: Build['build'] = async (folder) => {
  built.push(folder);
  await writeFile(join(folder, 'page.js'), await readFile(join(root, 'app/src/page.ts')));
};

const run = (build = copyPage): Promise<boolean> =>
  buildWhenStale({ root, inputs: ['app/src/**/*', 'lock.json'], ignored: /\.test\.ts$/, outDir, build });

const page = (): Promise<string> => readFile(join(outDir, 'page.js'), 'utf8');

describe('a build', () => {
  test('happens the first time, and not again while nothing changes', async () => {
    expect([await run(), await run(), await run()]).toEqual([true, false, false]);
    expect(await page()).toBe('one');
    expect(built).toHaveLength(1);
  });

  test.each([
    ['a changed source', () => writeFile(join(root, 'app/src/page.ts'), 'two')],
    ['a new source', () => writeFile(join(root, 'app/src/more.ts'), '')],
    ['a removed source', () => rm(join(root, 'app/src/page.ts'))],
    ['another lockfile', () => writeFile(join(root, 'lock.json'), '{}')],
    ['a result that is gone', () => rm(outDir, { recursive: true })],
  ])('happens again for %s', async (_name, change) => {
    await run();
    await change();
    const isAnew = await run((folder) => writeFile(join(folder, 'page.js'), 'anew'));
    expect([isAnew, await page()]).toEqual([true, 'anew']);
  });

  test('leaves nothing of an earlier result', async () => {
    await run((folder) => writeFile(join(folder, 'old.js'), ''));
    await writeFile(join(root, 'app/src/page.ts'), 'two');
    await run();
    expect((await readdir(outDir)).toSorted()).toEqual(['.inputs', 'page.js']);
  });

  test('does not happen for a test, or for times of files', async () => {
    await run();
    await writeFile(join(root, 'app/src/page.test.ts'), '');
    await utimes(join(root, 'app/src/page.ts'), 0, 0);
    expect(await run()).toBe(false);
  });

  test('that fails says why, leaves the last result, and is tried again', async () => {
    await run();
    await writeFile(join(root, 'app/src/page.ts'), 'two');
    const fail: Build['build'] = async (folder) => {
      await writeFile(join(folder, 'page.js'), 'half');
      throw new Error('no such import');
    };
    expect(run(fail)).rejects.toThrow('no such import');
    expect(await page()).toBe('one');
    expect(await run()).toBe(true);
    expect(await page()).toBe('two');
    expect(await readdir(join(root, 'app/tmp'))).toEqual([]);
  });

  test('whose sources change meanwhile happens again the next time', async () => {
    await run(async (folder) => {
      await copyPage(folder);
      await writeFile(join(root, 'app/src/page.ts'), 'two');
    });
    expect([await page(), await run(), await page()]).toEqual(['one', true, 'two']);
  });

  test('by several at once ends with one whole result', async () => {
    await run();
    await writeFile(join(root, 'app/src/page.ts'), 'two');
    await Promise.all(Array.from({ length: 8 }, () => run()));
    expect(await page()).toBe('two');
    expect((await readdir(outDir)).toSorted()).toEqual(['.inputs', 'page.js']);
    expect(await readdir(join(root, 'app/tmp'))).toEqual([]);
    expect(await run()).toBe(false);
  });

  test('removes what a crash left long ago, and not what another is working on', async () => {
    const tmp = join(root, 'app/tmp');
    await mkdir(join(tmp, 'build-crashed/made'), { recursive: true });
    await mkdir(join(tmp, 'build-working'));
    await utimes(join(tmp, 'build-crashed'), 0, 0);
    await run();
    expect(await readdir(tmp)).toEqual(['build-working']);
  });
});
