// The one test runner: `npm test`, or `npm test -- packages/core -t SEQ1` for a part.
// Passes only if bun passed *and* every test file is in the report it just wrote.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSkips, findUnreportedFiles, parseJunitReport } from './junit-report.ts';
import { listFiles } from './list-files.ts';

const root = join(import.meta.dir, '..');

const testGlobs = [
  'packages/*/src/**/*.test.ts',
  'e2e/src/**/*.test.ts',
  'bench/src/**/*.test.ts',
  'simulation/src/**/*.test.ts',
  'scripts/**/*.test.ts',
];

/** Two files at a time, each in a process of its own: one file's leftovers cannot change another's result. */
const bunTestFlags = ['--parallel=2', '--timeout=20000'];

async function listTestFiles(filters: readonly string[]): Promise<string[]> {
  const files = await listFiles(root, testGlobs);
  const wanted = filters.map((filter) => filter.replace(/^\.\//, ''));
  return files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
}

/** Path filters first; from the first flag on, everything goes to `bun test` as it is. */
function splitArguments(args: readonly string[]): { filters: string[]; flags: string[] } {
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  const end = firstFlag === -1 ? args.length : firstFlag;
  return { filters: args.slice(0, end), flags: args.slice(end) };
}

/** Once for all files, and only where one of them opens the web app. */
async function buildWebFor(files: readonly string[]): Promise<boolean> {
  if (!files.some((file) => file.startsWith('e2e/'))) return true;
  // In a process of its own: Vite sets NODE_ENV, which the tests would inherit.
  const build = [process.execPath, 'scripts/build-web.ts'];
  return (await Bun.spawn(build, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).exited) === 0;
}

/** A test that spins cannot be timed out from inside; `bun test` names the file when it is interrupted. */
const runLimitMs = 15 * 60_000;

async function runBunTest(files: readonly string[], flags: readonly string[]): Promise<[number, string]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const report = join(folder, 'report.xml');
  try {
    const paths = files.map((file) => `./${file}`);
    const reporter = ['--reporter=junit', `--reporter-outfile=${report}`];
    const child = Bun.spawn([process.execPath, 'test', ...bunTestFlags, ...reporter, ...flags, ...paths], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const limit = setTimeout(() => {
      child.kill('SIGTERM');
    }, runLimitMs);
    const exitCode = await child.exited;
    clearTimeout(limit);
    return [exitCode, await readFile(report, 'utf8').catch(() => '')];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<number> {
  const { filters, flags } = splitArguments(process.argv.slice(2));
  const files = await listTestFiles(filters);
  if (files.length === 0) {
    console.log(`No test file matches ${filters.join(' ')}.\n0 passed, 0 failed, 0 skipped`);
    return 1;
  }
  const isWebBuilt = await buildWebFor(files);
  const [exitCode, xml] = await runBunTest(files, flags);
  const outcomes = parseJunitReport(xml);
  const unreported = findUnreportedFiles(files, outcomes);
  for (const file of unreported) {
    console.log(`FAILED ${file}: not in the report (did not load, holds no test, or ended the process)`);
  }
  const skips = describeSkips(outcomes);
  for (const line of skips) console.log(`SKIPPED ${line}`);

  const count = (result: string): number => outcomes.filter((outcome) => outcome.result === result).length;
  if (!isWebBuilt) console.log('FAILED scripts/build-web.ts: the web app does not build; why is said above');
  const seenFailures = count('failed') + unreported.length + (isWebBuilt ? 0 : 1);
  const skipped = count('skipped');
  const isSkipFailure = process.env.CI === 'true' && skipped > 0;
  if (isSkipFailure) console.log('CI=true: what is skipped counts as failed.');
  const isUnexplained = exitCode !== 0 && seenFailures === 0;
  if (isUnexplained) console.log(`FAILED bun test ended with code ${exitCode}; its output above says why`);
  const failed = isUnexplained ? 1 : seenFailures;
  console.log(`${count('passed')} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 && !isSkipFailure ? 0 : 1;
}

process.exitCode = await main();
