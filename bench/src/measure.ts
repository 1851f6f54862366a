import { addFindings, noFindings } from './audit.ts';
import type { JobResult, Row, ScenarioName } from './job.ts';
import type { Options } from './options.ts';
import { planJob, planTargets } from './plan.ts';
import { runJob } from './run-job.ts';
import { addRefusal } from './send-counts.ts';
import { startServer } from './server-process.ts';
import type { Target } from './target.ts';

/** All runs of one scenario against one server. */
export interface Measurement {
  readonly target: string;
  readonly runs: readonly (readonly Row[])[];
  readonly audit: Omit<JobResult, 'rows'>;
}

/** What Parley says because the bench lifts its rates. */
const expectedWarning = /^WARNING: RATE_LIMITS=off.*$/gm;

/** Each run has a server and a data folder of its own. */
async function runOnce(scenario: ScenarioName, target: Target, options: Options): Promise<JobResult> {
  const server = await startServer(target);
  try {
    return await runJob(
      planJob(scenario, options, {
        port: server.port,
        serverPid: server.pid,
        hasHistory: target.hasHistory,
        prefix: scenario,
      }),
    );
  } finally {
    const said = (await server.stop()).replaceAll(expectedWarning, '').trim();
    if (said !== '') console.error(`${target.name} said:\n${said.slice(0, 2_000)}`);
  }
}

export async function measureScenario(scenario: ScenarioName, options: Options): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const target of planTargets(scenario, options)) {
    console.error(`${scenario}: ${target.name} …`);
    const results: JobResult[] = [];
    for (let run = 0; run < options.runs; run++) results.push(await runOnce(scenario, target, options));
    measurements.push({
      target: target.name,
      runs: results.map(({ rows }) => rows),
      audit: sumAudits(results),
    });
  }
  return measurements;
}

function sumAudits(results: readonly JobResult[]): Measurement['audit'] {
  const sum = { findings: noFindings(), auditedMessages: 0, auditedDeliveries: 0, refusals: {} };
  for (const { findings, auditedMessages, auditedDeliveries, refusals } of results) {
    addFindings(sum.findings, findings);
    sum.auditedMessages += auditedMessages;
    sum.auditedDeliveries += auditedDeliveries;
    for (const [code, count] of Object.entries(refusals)) addRefusal(sum, code, count);
  }
  return sum;
}

const startsPerRun = 3;

/** Cold start: from spawning the process to the printed address, on an empty data folder. */
export async function measureStart(options: Options): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const target of planTargets('connect', options)) {
    console.error(`start: ${target.name} …`);
    const runs: Row[][] = [];
    for (let n = 0; n < options.runs * startsPerRun; n++) {
      const server = await startServer(target);
      await server.stop();
      runs.push([{ name: 'cold start', figures: { listeningAfterMs: server.startMs } }]);
    }
    measurements.push({ target: target.name, runs, audit: sumAudits([]) });
  }
  return measurements;
}
