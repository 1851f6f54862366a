// `npm run bench`: measures Parley and a baseline on this machine; figures to stdout, everything to bench/results/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { formatProfiles } from './cpu-profile.ts';
import { describeMachine } from './machine.ts';
import { measureScenario, measureStart, type Measurement } from './measure.ts';
import { parseOptions, usage, type Options } from './options.ts';
import { profileFolder, resultsFolder } from './plan.ts';
import { formatReport, isClean } from './report.ts';

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
const startedAt = new Date().toISOString();
const measurements: Measurement[] = [];
for (const part of options.parts) {
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
