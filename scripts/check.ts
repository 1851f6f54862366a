// `npm run check`: everything that is true of the repository without running it. Two at a time, so that it stays
// under a minute on two cores; output appears per check, failures are named again at the end.
import { join } from 'node:path';

interface Check {
  readonly name: string;
  /** What to do about a failure, where a command does it. */
  readonly mend?: string;
  readonly command: readonly string[];
}

const root = join(import.meta.dir, '..');

const bun = process.execPath;

const tool = (path: string, ...args: string[]): string[] => [
  bun,
  '--bun',
  join('node_modules', path),
  ...args,
];

/** Slowest first: they decide how long the whole takes. */
const checks: readonly Check[] = [
  { name: 'lint', command: tool('eslint/bin/eslint.js', '.') },
  {
    name: 'types',
    command: tool(
      'typescript/bin/tsc',
      '--project',
      '.',
      '--incremental',
      '--tsBuildInfoFile',
      'node_modules/.cache/parley.tsbuildinfo',
    ),
  },
  {
    name: 'format',
    mend: 'npm run format',
    command: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  },
  { name: 'unused code (knip)', command: tool('knip/bin/knip.js', '--no-progress') },
  { name: 'spec ids', command: [bun, 'scripts/spec.ts'] },
  { name: 'generated pages', mend: 'npm run generate', command: [bun, 'scripts/generate.ts', '--check'] },
];

/** `--without NAME…`: all but these. */
const leftOut = process.argv[2] === '--without' ? process.argv.slice(3) : [];

const parallelism = 2;

async function runCheck(check: Check): Promise<boolean> {
  const startMs = performance.now();
  const child = Bun.spawn([...check.command], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const output = [stdout, stderr].map((text) => text.trim()).filter((text) => text !== '');
  console.log([`${exitCode === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`, ...output].join('\n'));
  return exitCode === 0;
}

async function main(): Promise<number> {
  const waiting = checks.filter(({ name }) => !leftOut.includes(name));
  const failed: Check[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await runCheck(check))) failed.push(check);
    }
  };
  const count = waiting.length;
  await Promise.all(Array.from({ length: parallelism }, worker));
  if (failed.length === 0) {
    console.log(`check: all ${count} passed`);
    return 0;
  }
  for (const { name, mend } of failed) {
    console.log(`check: ${name} failed${mend === undefined ? '' : `; try \`${mend}\``}`);
  }
  return 1;
}

process.exitCode = await main();
