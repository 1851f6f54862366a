// Makes `npm start` and `npm test` work on a bare clone: installs what package-lock.json names when it is not
// there yet. Plain Node, no dependency, because nothing else exists at that moment. Costs two file reads and
// one stat when everything is in place.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE_MAJOR = 20;

/** The npm package carries a text stub of a few hundred bytes until its install script has run. */
const SMALLEST_BUN_BYTES = 1_000_000;

/** Where npm keeps the binary: one name on every system. */
const BUN_BINARY = 'node_modules/bun/bin/bun.exe';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The packages that package-lock.json names and node_modules lacks or holds in another version.
 * Optional packages (other systems' binaries) may be absent; `allowNoDev` lets development tools be absent too,
 * as after `npm ci --omit=dev`.
 *
 * @param {{ packages: Record<string, any> }} wanted package-lock.json
 * @param {{ packages: Record<string, any> } | undefined} installed node_modules/.package-lock.json, npm's own record
 * @param {{ allowNoDev: boolean }} options
 * @returns {string[]} paths such as `node_modules/zod`
 */
export function findOutdatedPackages(wanted, installed, options) {
  if (installed === undefined) return ['node_modules'];
  return Object.entries(wanted.packages)
    .filter(([path, want]) => {
      if (!path.includes('node_modules/')) return false;
      const have = installed.packages[path];
      if (have !== undefined) return have.version !== want.version;
      return !(want.optional || want.devOptional || (want.dev && options.allowNoDev));
    })
    .map(([path]) => path);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
}

function isBunInPlace() {
  try {
    return statSync(join(root, BUN_BINARY)).size >= SMALLEST_BUN_BYTES;
  } catch {
    return false;
  }
}

function fail(sentence) {
  process.stderr.write(`parley: ${sentence}\n`);
  process.exit(1);
}

/** Runs Node on a script with our stderr as its output, so that stdout stays what the command itself prints. */
function runNode(args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

function installPackages() {
  process.stderr.write('parley: installing packages (first start, or package-lock.json changed) …\n');
  const args = ['ci', '--no-audit', '--no-fund'];
  const npmCli = process.env.npm_execpath;
  const done =
    npmCli !== undefined && /npm-cli\.[cm]?js$/.test(npmCli)
      ? runNode([npmCli, ...args])
      : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
          .status === 0;
  if (!done) {
    fail(
      'the packages could not be installed (npm says why above); is this machine offline? Then run `npm ci` once with a connection.',
    );
  }
}

function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE_MAJOR) {
    fail(`Node ${OLDEST_NODE_MAJOR} or newer is needed, this is ${process.versions.node}.`);
  }
  const wanted = readJson('package-lock.json');
  if (wanted === undefined) fail('package-lock.json is missing or damaged; restore it from git.');
  const options = { allowNoDev: process.env.npm_lifecycle_event === 'start' };
  const installed = readJson('node_modules/.package-lock.json');
  if (findOutdatedPackages(wanted, installed, options).length > 0) installPackages();
  // npm skips install scripts under `--ignore-scripts`, and newer versions unless allowed: then do it here.
  if (!isBunInPlace()) runNode([join(root, 'node_modules/bun/install.js')]);
  if (!isBunInPlace()) {
    fail(
      'the bun runtime could not be installed for this system; see https://bun.com/docs/installation for the systems it runs on.',
    );
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  ensureInstalled();
