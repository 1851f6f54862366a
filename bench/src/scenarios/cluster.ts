/*
 * S12: direct messages of pairs at one node, then of pairs whose two people are at two nodes of one store, at the same
 * pace and one way, so that each conversation is written at one node: what a second node adds to the latency, and what
 * a message costs both. Then as much as one node takes, and two with half the pairs each.
 */
import { openDirectPairs, type DirectPairs } from '../direct-pairs.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { startServer } from '../server-process.ts';
import { sumAudits } from '../sum-audits.ts';
import { parleyNode } from '../target.ts';
import { runClosedLoop, runOpenLoop } from './direct.ts';

export async function runCluster(job: Job<'cluster'>): Promise<JobResult> {
  const { users, bytes, perS, outstanding, databaseUrl, redisUrl } = job.sizes;
  const second = await startServer(parleyNode(databaseUrl, redisUrl));
  try {
    const serverPids = [job.serverPid, second.pid];
    // One way: whoever answers writes at another node.
    const oneWay = { perS, everyNth: 2, serverPids };
    const most = { senders: users, outstanding, serverPids };
    const open = (prefix: string, isSecond: (person: number) => boolean) =>
      openPairs(job, {
        prefix: `${job.prefix}-${prefix}`,
        users,
        bytes,
        portOf: (person) => (isSecond(person) ? second.port : job.port),
      });
    const near = await open('near', () => false);
    const { figures: one } = await runOpenLoop(job, near, oneWay);
    const { figures: oneMost } = await runClosedLoop(job, near, most);
    const far = await open('far', (person) => person % 2 === 1);
    const { figures: two } = await runOpenLoop(job, far, oneWay);
    const halves = await open('halves', (person) => person % 4 >= 2);
    const { figures: twoMost } = await runClosedLoop(job, halves, most);
    const added = (name: string): number => (two[name] ?? Infinity) - (one[name] ?? 0);
    const load = `${String(users)} people, ${String(outstanding)} outstanding each`;
    const rows: Row[] = [
      { name: `at one node of two, ${String(perS)}/s`, figures: one },
      {
        name: `from one node to the other, ${String(perS)}/s`,
        figures: { ...two, addedP50Ms: added('peerP50Ms'), addedP99Ms: added('peerP99Ms') },
        goals: { addedP50Ms: 1, addedP99Ms: 5 },
      },
      { name: `at one node of two, ${load}`, figures: oneMost },
      { name: `half at each node, ${load}`, figures: twoMost },
    ];
    const audits = [await near.finish(), await far.finish(), await halves.finish()];
    return { rows, ...sumAudits(audits) };
  } finally {
    await second.stop();
  }
}

/** Until every pair has begun. */
const beginMs = 60_000;

/** People who have begun to talk: the first message of a pair makes its conversation, which is another matter. */
async function openPairs(job: Job, sizes: Parameters<typeof openDirectPairs>[1]): Promise<DirectPairs> {
  const pairs = await openDirectPairs(job, sizes);
  for (let person = 0; person < pairs.size; person += 2) pairs.send(person, performance.now());
  await pairs.settle(beginMs);
  return pairs;
}
