import type { JobResult, Row, ScenarioName, Timeline } from './job.ts';
import type { Options } from './options.ts';
import { planJob } from './plan.ts';
import { OutOfTimeError, runJob } from './run-job.ts';
import { startServer } from './server-process.ts';
import type { Step } from './steps.ts';
import { sumAudits, type Audit } from './sum-audits.ts';
import type { Target } from './target.ts';

/** All runs of one scenario against one server. */
export interface Measurement {
  readonly part: Step['part'];
  readonly target: string;
  /** a server that promises nothing: what its audit finds is shown, and fails nothing */
  readonly isBaseline: boolean;
  readonly runs: readonly (readonly Row[])[];
  readonly audit: Audit;
  /** of the first run */
  readonly timeline?: Timeline;
}

/** What Parley says because the bench lifts its rates, and because it has switches for faults. */
const expectedWarning = /^WARNING: (?:RATE_LIMITS=off|--chaos).*$/gm;
/** What is only compared with has less of the time. */
const mostBaselineRuns = 2;
/** how long a server may take to end when the time is up */
const shortPatienceMs = 1_000;

/** `timeLeftMs`: asked before each run; when a run would pass it, it is ended. @throws OutOfTimeError */
export async function measureStep(
  { part, target }: Step,
  options: Options,
  timeLeftMs: () => number,
): Promise<Measurement> {
  const results: JobResult[] = [];
  const runs = target.hasHistory ? options.runs : Math.min(options.runs, mostBaselineRuns);
  for (let run = 0; run < runs; run++) {
    console.error(`${part}: ${target.name}, run ${run + 1} of ${runs} …`);
    results.push(
      ...(part === 'start'
        ? await measureStarts(target, options)
        : [await runOnce(part, { target, options, timeLeftMs: timeLeftMs() })]),
    );
  }
  const timeline = results[0]?.timeline;
  return {
    part,
    target: target.name,
    isBaseline: !target.hasHistory,
    runs: results.map(({ rows }) => rows),
    audit: sumAudits(results),
    ...(timeline === undefined ? {} : { timeline }),
  };
}

interface Run {
  readonly target: Target;
  readonly options: Options;
  readonly timeLeftMs: number;
}

/** Each run has a server and a data folder of its own. */
async function runOnce(scenario: ScenarioName, { target, options, timeLeftMs }: Run): Promise<JobResult> {
  const server = await startServer(target);
  let patienceMs: number | undefined;
  try {
    const { hasHistory } = target;
    const place = { port: server.port, serverPid: server.pid, hasHistory, prefix: scenario };
    const sizedFor = hasHistory ? 'parley' : 'baseline';
    return await runJob(planJob(scenario, { options, sizedFor, place }), timeLeftMs);
  } catch (error) {
    if (error instanceof OutOfTimeError) patienceMs = shortPatienceMs;
    throw error;
  } finally {
    const said = (await server.stop(patienceMs)).replaceAll(expectedWarning, '').trim();
    if (said !== '') console.error(`${target.name} said:\n${said.slice(0, 2_000)}`);
  }
}

const startsPerRun = 3;

/** Cold start: from spawning the process to the printed address, on an empty data folder. */
async function measureStarts(target: Target, { isQuick }: Options): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (let n = 0; n < (isQuick ? 1 : startsPerRun); n++) {
    const server = await startServer(target);
    await server.stop();
    const rows = [{ name: 'cold start', figures: { listeningAfterMs: server.startMs } }];
    results.push({ rows, ...sumAudits([]) });
  }
  return results;
}
