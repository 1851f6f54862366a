// Any number of schedules: `npm run simulate -- --seeds 5000 --from 1`. A seed replays what it found.
// `--of system` (core, journal and clients together, as by default) or `--of client` (clients on a model server).
// `--of traffic --nodes 1000`: what the nodes of a large cluster say and read, by the real code on simulated time.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { simulate as simulateClient } from '../packages/client/src/testing/simulate.ts';
import { simulateTraffic } from '../simulation/src/bus-traffic.ts';
import { simulate as simulateSystem } from '../simulation/src/simulate.ts';

interface Range {
  readonly of: 'system' | 'client' | 'traffic';
  readonly from: number;
  readonly seeds: number;
  /** servers on one store, of the system */
  readonly nodes: number;
}

const shownFaults = 10;
/** Below this many a process more costs more than it saves. */
const worthSharing = 200;

function readOptions(): Range & { readonly jobs: number } {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      of: { type: 'string', default: 'system' },
      nodes: { type: 'string', default: '1' },
      jobs: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const { of } = values;
  const [seeds = 0, from = 0, jobs = 0, nodes = 0] = [
    values.seeds,
    values.from,
    values.jobs,
    values.nodes,
  ].map(Number);
  if (![seeds, from, jobs, nodes].every(Number.isSafeInteger) || seeds < 1 || jobs < 1 || nodes < 1)
    throw new Error('whole numbers');
  if (of !== 'system' && of !== 'client' && of !== 'traffic') throw new Error('--of');
  return { of, from, seeds, nodes, jobs: seeds < worthSharing ? 1 : jobs };
}

async function faultsOf({ of, nodes }: Range, seed: number): Promise<readonly string[]> {
  return of === 'client'
    ? simulateClient(seed)
    : (await simulateSystem(seed, (parts) => parts, nodes)).faults;
}

/** Plays the schedules in this process; answers the seeds with faults, which it prints. */
async function play(range: Range): Promise<number[]> {
  const { of, from, seeds, nodes } = range;
  const failed: number[] = [];
  for (let seed = from; seed < from + seeds; seed++) {
    const faults = await faultsOf(range, seed);
    if (faults.length === 0) continue;
    failed.push(seed);
    console.log(`seed ${seed}:\n  ${faults.slice(0, shownFaults).join('\n  ')}`);
    console.log(`  again: npm run simulate -- --of ${of} --nodes ${nodes} --seeds 1 --from ${seed}`);
  }
  return failed;
}

/** Plays them in as many processes at once; answers whether all were without faults. */
async function share({ of, from, seeds, nodes }: Range, jobs: number): Promise<boolean> {
  const each = Math.ceil(seeds / jobs);
  const codes = Array.from({ length: jobs }, (_, job) => {
    const first = from + job * each;
    const count = Math.min(each, from + seeds - first);
    const range = [
      '--of',
      of,
      '--nodes',
      String(nodes),
      '--from',
      String(first),
      '--seeds',
      String(count),
      '--jobs',
      '1',
    ];
    return count <= 0
      ? Promise.resolve(0)
      : Bun.spawn([process.execPath, import.meta.path, ...range], { stdio: ['ignore', 'inherit', 'inherit'] })
          .exited;
  });
  return (await Promise.all(codes)).every((code) => code === 0);
}

/** Messages that each node stores in a second: a hundredth of what one can. */
const perNodeS = 140;

async function printTraffic(nodes: number): Promise<void> {
  for (const isBusUp of [true, false]) {
    const traffic = await simulateTraffic({
      nodes,
      perNodeS,
      isBusUp,
      seconds: 15,
      stopwatchMs: () => performance.now(),
    });
    console.log(
      `${nodes} nodes, ${perNodeS} messages/s each, ${isBusUp ? 'with' : 'without'} Redis, by second:`,
    );
    console.table(traffic);
  }
}

try {
  const options = readOptions();
  if (options.of === 'traffic') {
    await printTraffic(options.nodes);
    process.exit(0);
  }
  if (options.jobs > 1) process.exit((await share(options, options.jobs)) ? 0 : 1);
  const failed = await play(options);
  const found = failed.map((seed) => ` ${seed}`).join('');
  console.log(`${options.seeds} schedules from ${options.from}, ${failed.length} with faults${found}`);
  process.exit(failed.length === 0 ? 0 : 1);
} catch {
  console.error(
    'Usage: npm run simulate -- [--seeds N] [--from S] [--of system|client|traffic] [--nodes N] [--jobs N]: whole numbers.',
  );
  process.exit(2);
}
