// The load generator's process: one job in, one result out.
import type { Job, JobResult, ScenarioName } from './job.ts';
import { runChurn } from './scenarios/churn.ts';
import { runCluster } from './scenarios/cluster.ts';
import { runConnect } from './scenarios/connect.ts';
import { runDirect } from './scenarios/direct.ts';
import { runDistant } from './scenarios/distant.ts';
import { runGroup } from './scenarios/group.ts';
import { runHistory } from './scenarios/history.ts';
import { runIdle } from './scenarios/idle.ts';
import { runMedia } from './scenarios/media.ts';
import { runOutage } from './scenarios/outage.ts';
import { runPresence } from './scenarios/presence.ts';
import { runMongo } from './scenarios/mongo.ts';
import { runWeb } from './scenarios/web.ts';

const scenarios: { readonly [Name in ScenarioName]: (job: Job<Name>) => Promise<JobResult> } = {
  direct: runDirect,
  group: runGroup,
  connect: runConnect,
  idle: runIdle,
  presence: runPresence,
  history: runHistory,
  media: runMedia,
  outage: runOutage,
  churn: runChurn,
  mongo: runMongo,
  distant: runDistant,
  cluster: runCluster,
  web: runWeb,
};

const run = <Name extends ScenarioName>(job: Job<Name>): Promise<JobResult> => scenarios[job.scenario](job);

// Our own parent wrote the argument.
const job = JSON.parse(process.argv[2] ?? '') as Job;
console.log(JSON.stringify(await run(job)));
process.exit(0);
