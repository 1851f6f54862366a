// `npm run bench`: measures Parley and a baseline on this machine; figures to stdout, everything to bench/results/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { buildWeb } from '../../scripts/build-web.ts';
import { formatProfiles } from './cpu-profile.ts';
import { describeMachine } from './machine.ts';
import { measureScenario, measureStart, type Measurement } from './measure.ts';
import { parseOptions, usage, type Options } from './options.ts';
import { profileFolder, resultsFolder } from './plan.ts';
import { formatReport, isClean } from './report.ts';

/** No further part is begun after this, so that a look ends within two minutes on a busy machine too. */
const quickBudgetMs = 95_000;

function readOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
}

const options = readOptions();
await rm(profileFolder, { recursive: true, force: true }); // those of an earlier run
if (options.leftOut !== null) console.error(options.leftOut);
if (options.parts.includes('web')) await buildWeb();
const startedAt = new Date().toISOString();
const measurements: Measurement[] = [];
for (const part of options.parts) {
  if (options.isQuick && performance.now() > quickBudgetMs) {
    console.error(`${part}: skipped, the time of --quick is up`);
    continue;
  }
  measurements.push(
    ...(part === 'start' ? await measureStart(options) : await measureScenario(part, options)),
  );
}
const report = {
  machine: describeMachine(),
  command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
  startedAt,
  measurements,
};
await mkdir(resultsFolder, { recursive: true });
const path = `${resultsFolder}/${startedAt.replaceAll(':', '-')}.json`;
await writeFile(path, JSON.stringify(report, null, 2));
console.log(formatReport(report));
if (options.hasProfile) console.log(`\n${await formatProfiles(profileFolder)}`);
process.exit(isClean(report) ? 0 : 1);
