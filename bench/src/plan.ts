import type { Job, ScenarioName, WebSizes } from './job.ts';
import type { Options } from './options.ts';
import { findBaseline, jwtSecret, parley, parleyWithApp, type Target } from './target.ts';

/** What a job needs to know of the server and the run it is for. */
export type JobPlace = Pick<Job, 'port' | 'serverPid' | 'hasHistory' | 'prefix'>;

/** The sizes of a scenario: short ones for a look, long ones for figures to quote. */
export function planJob(scenario: ScenarioName, options: Options, place: JobPlace): Job {
  const { isQuick, contentBytes, hasProfile } = options;
  return {
    ...place,
    hasHistory: place.hasHistory && !hasProfile, // reading it back would fill the profile
    scenario,
    jwtSecret,
    contentBytes,
    // The runtime's compilers work through the first seconds: figures to quote are of a server that has been busy a while.
    measureMs: !isQuick ? 8_000 : scenario === 'group' ? 1_000 : 2_000,
    warmUpMs: !isQuick ? 6_000 : scenario === 'group' ? 400 : 1_000,
    users: 200,
    outstandings: hasProfile ? [10] : [1, 10],
    groupSizes: [10, 100, 1_000],
    connections: scenario === 'connect' ? 1_000 : isQuick ? 2_000 : 5_000,
    settleMs: isQuick ? 2_000 : 15_000,
    web: scenario === 'web' ? planWeb(options) : null,
  };
}

function planWeb({ isQuick, hasProfile, chromiumPath }: Options): WebSizes {
  if (chromiumPath === null) throw new Error('the web scenario needs a browser');
  return {
    chromiumPath,
    profileFolder: hasProfile ? profileFolder : null,
    loads: isQuick ? 1 : 5,
    deliveries: isQuick ? 25 : 200,
    history: isQuick ? 1_000 : 10_000,
    keys: isQuick ? 40 : 200,
    traffic: isQuick ? 320 : 3_600,
    trafficWarmUp: isQuick ? 80 : 1_200,
  };
}

/** The batch limit at which the figures are meant; the smaller one is what a fresh server starts with. */
const measuredBatch = 500;
const startingBatch = 25;

/** Who is measured in a scenario. Only messages pass the batches, so only `direct` is run with both limits. */
export function planTargets(scenario: ScenarioName, options: Options): Target[] {
  if (scenario === 'web') return [parleyWithApp()];
  const flags = options.hasProfile ? ['--cpu-prof', '--cpu-prof-dir', profileFolder] : [];
  const targets = [parley(measuredBatch, flags)];
  if (scenario === 'direct' && !options.hasProfile) targets.push(parley(startingBatch));
  const baseline = options.hasBaseline ? findBaseline() : null;
  if (baseline !== null) targets.push(baseline);
  return targets;
}

export const resultsFolder = `${import.meta.dir}/../results`;
export const profileFolder = `${resultsFolder}/profiles`;
