import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const lockfile = {
  packages: {
    '': { name: 'scratch' },
    'packages/core': { version: '1.0.0' },
    'node_modules/zod': { version: '4.0.0' },
    'node_modules/tool': { version: '1.0.0', dev: true },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  },
};

const installed = {
  packages: { 'node_modules/zod': { version: '4.0.0' }, 'node_modules/tool': { version: '1.0.0' } },
};

/** Stands in for npm's own script: says what it was called with, and puts everything in place. */
const fakeNpm = `
const fs = require('node:fs');
fs.writeFileSync('npm-called', process.argv.slice(2).join(' '));
if (process.env.FAKE_OFFLINE) process.exit(1);
fs.mkdirSync('node_modules/bun/bin', { recursive: true });
fs.writeFileSync('node_modules/bun/bin/bun.exe', 'stub');
fs.writeFileSync('node_modules/bun/install.js', "require('node:fs').truncateSync('node_modules/bun/bin/bun.exe', 2e6)");
fs.writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify(installed))});
`;

let root: string;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function writeInstalled(packages: object): Promise<void> {
  await write('node_modules/.package-lock.json', JSON.stringify({ packages }));
  await write('node_modules/bun/bin/bun.exe', '');
  await truncate(join(root, 'node_modules/bun/bin/bun.exe'), 2e6);
}

async function run(environment: Record<string, string> = {}): Promise<{ exitCode: number; said: string }> {
  const child = Bun.spawn(['node', 'scripts/ensure-installed.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      npm_lifecycle_event: 'test',
      npm_execpath: join(root, 'npm-cli.js'),
      ...environment,
    },
  });
  const said = await new Response(child.stderr).text();
  expect(await new Response(child.stdout).text()).toBe('');
  return { exitCode: await child.exited, said };
}

const npmCall = (): Promise<string> => readFile(join(root, 'npm-called'), 'utf8').catch(() => 'not called');

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parley-install-'));
  await mkdir(join(root, 'scripts'));
  await copyFile(join(import.meta.dir, 'ensure-installed.mjs'), join(root, 'scripts/ensure-installed.mjs'));
  await write('package-lock.json', JSON.stringify(lockfile));
  await write('npm-cli.js', fakeNpm);
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('ensure-installed', () => {
  test('installs on a bare clone, and mends a runtime whose install script did not run', async () => {
    expect((await run()).exitCode).toBe(0);
    expect(await npmCall()).toBe('ci --no-audit --no-fund');
    expect((await readFile(join(root, 'node_modules/bun/bin/bun.exe'))).length).toBe(2e6);
  });

  test('does nothing when everything is there, optional packages of other systems apart', async () => {
    await writeInstalled(installed.packages);
    expect(await run()).toEqual({ exitCode: 0, said: '' });
    expect(await npmCall()).toBe('not called');
  });

  test('installs again when a version changed', async () => {
    await writeInstalled({ ...installed.packages, 'node_modules/zod': { version: '3.0.0' } });
    await run();
    expect(await npmCall()).toStartWith('ci');
  });

  test('lets `npm start` do without development tools, and nothing else', async () => {
    await writeInstalled({ 'node_modules/zod': { version: '4.0.0' } });
    await run({ npm_lifecycle_event: 'start' });
    expect(await npmCall()).toBe('not called');
    await run();
    expect(await npmCall()).toStartWith('ci');
  });

  test('says in one sentence that it could not install', async () => {
    const { exitCode, said } = await run({ FAKE_OFFLINE: '1' });
    expect(exitCode).toBe(1);
    expect(said).toContain('is this machine offline?');
  });
});
