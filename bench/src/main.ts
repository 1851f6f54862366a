// `npm run bench`: measures Parley and baselines on this machine; figures to stdout, everything to bench/results/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { buildWeb } from '../../scripts/build-web.ts';
import { formatProfiles } from './cpu-profile.ts';
import { describeMachine } from './machine.ts';
import { measureStep, type Measurement } from './measure.ts';
import { parseOptions, usage, type Options } from './options.ts';
import { profileFolder, resultsFolder } from './plan.ts';
import { recordRun } from './record/record-run.ts';
import { formatReport, isClean, type Report } from './report.ts';
import { OutOfTimeError } from './run-job.ts';
import { planSteps } from './steps.ts';

/** A quick look ends within two minutes, whatever the machine: what is not done by then is named. */
const quickBudgetMs = 110_000;
/** With less than this left, nothing more is begun. */
const leastMs = 3_000;

function readOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
}

async function measureAll(options: Options): Promise<Pick<Report, 'measurements' | 'skipped'>> {
  const timeLeftMs = (): number => (options.isQuick ? quickBudgetMs - performance.now() : Infinity);
  const measurements: Measurement[] = [];
  const skipped: string[] = [];
  for (const step of planSteps(options)) {
    const measurement = timeLeftMs() < leastMs ? null : await measureInTime(step, options, timeLeftMs);
    if (measurement === null) skipped.push(`${step.part}, ${step.target.name}`);
    else measurements.push(measurement);
  }
  return { measurements, skipped };
}

/** `null` when the time was up before it was done. */
async function measureInTime(...step: Parameters<typeof measureStep>): Promise<Measurement | null> {
  try {
    return await measureStep(...step);
  } catch (error) {
    if (error instanceof OutOfTimeError) return null;
    throw error;
  }
}

const options = readOptions();
await rm(profileFolder, { recursive: true, force: true }); // those of an earlier run
if (options.parts.includes('web')) await buildWeb();
const machine = describeMachine(); // before the bench is itself the load
const startedAt = new Date().toISOString();
const report: Report = {
  machine,
  command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
  startedAt,
  ...(await measureAll(options)),
};
await mkdir(resultsFolder, { recursive: true });
console.error(`measured in ${Math.round(performance.now() / 1_000)} s`);
const path = `${resultsFolder}/${startedAt.replaceAll(':', '-')}.json`;
await writeFile(path, JSON.stringify(report, null, 2));
console.log(formatReport(report));
if (options.isRecorded) console.error(`recorded in ${await recordRun(report)}`);
if (options.hasProfile) console.log(`\n${await formatProfiles(profileFolder)}`);
process.exit(isClean(report) ? 0 : 1);
