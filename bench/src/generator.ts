// The load generator's process: one job in, one result out.
import type { Job, JobResult, ScenarioName } from './job.ts';
import { runConnect } from './scenarios/connect.ts';
import { runDirect } from './scenarios/direct.ts';
import { runGroup } from './scenarios/group.ts';
import { runIdle } from './scenarios/idle.ts';
import { runWeb } from './scenarios/web.ts';

const scenarios: Record<ScenarioName, (job: Job) => Promise<JobResult>> = {
  direct: runDirect,
  group: runGroup,
  idle: runIdle,
  connect: runConnect,
  web: runWeb,
};

// Our own parent wrote the argument.
const job = JSON.parse(process.argv[2] ?? '') as Job;
console.log(JSON.stringify(await scenarios[job.scenario](job)));
process.exit(0);
