import { describe, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The first versions without the known holes. */
const oldestSafe: Readonly<Record<string, string>> = {
  'socket.io-parser': '4.2.7',
  'engine.io': '6.6.7',
  ws: '8.21.0',
};

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dir, '..');

async function readLockfile(): Promise<Lockfile> {
  // npm's own format, written by npm.
  return JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
}

function isAtLeast(version: string, oldest: string): boolean {
  return Bun.semver.order(version, oldest) >= 0;
}

describe('dependencies', () => {
  test('SEC9: no version with a known hole is installed, however deep', async () => {
    const lockfile = await readLockfile();
    const found = Object.entries(lockfile.packages).flatMap(([path, { version = '0.0.0' }]) => {
      const name = path.split('node_modules/').pop() ?? '';
      const oldest = oldestSafe[name];
      return oldest === undefined ? [] : [{ name, path, version, oldest }];
    });
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(Object.keys(oldestSafe)));
    expect(found.filter(({ version, oldest }) => !isAtLeast(version, oldest))).toEqual([]);
  });

  test('SEC9: each that is named has an exact version, and a reason in docs/dependencies.md', async () => {
    const { packages } = await readLockfile();
    const ours = Object.entries(packages).filter(([path]) => !path.includes('node_modules'));
    const named = ours.flatMap(([, { dependencies, devDependencies }]) =>
      Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([name]) => !name.startsWith('@parley/'),
      ),
    );
    const page = await readFile(join(root, 'docs/dependencies.md'), 'utf8');
    const reasoned = [...page.matchAll(/^\| `(\S+)` +\| \S/gm)].map((match) => match[1] ?? '');
    expect(reasoned.toSorted()).toEqual([...new Set(named.map(([name]) => name))].toSorted());
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('SEC9: the comparison knows older from newer', () => {
    expect(isAtLeast('4.2.6', '4.2.7')).toBe(false);
    expect(isAtLeast('4.2.10', '4.2.7')).toBe(true);
  });
});
