/*
 * S12: direct messages of pairs at one node, then of pairs whose two people are at two nodes of one store, at the same
 * pace and one way, so that each conversation is written at one node: what a second node adds to the latency, and what
 * a message costs both. Then as much as one node takes, and two with half the pairs each, and what that costs Redis.
 * Last one conversation that two people write as fast as they can, at one node and at two.
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
    const redis = await watchRedis(redisUrl);
    const { figures: twoMost } = await runClosedLoop(job, halves, most);
    const redisUs = await redis.endUs();
    const lone = { users: 2, bytes };
    const together = await openPairs(job, {
      prefix: `${job.prefix}-together`,
      ...lone,
      portOf: () => job.port,
    });
    const both = { senders: 2, outstanding: contendedOutstanding, serverPids };
    const { figures: oneWriter } = await runClosedLoop(job, together, both);
    const apart = await openPairs(job, {
      prefix: `${job.prefix}-apart`,
      ...lone,
      portOf: (person) => (person === 1 ? second.port : job.port),
    });
    const { figures: twoWriters } = await runClosedLoop(job, apart, both);
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
      {
        name: `half at each node, ${load}`,
        figures: { ...twoMost, redisCpuUsPerMessageAndNode: redisUs / storedIn(job, twoMost) / 2 },
        goals: { redisCpuUsPerMessageAndNode: 3 },
      },
      { name: `one conversation, both writers at one node, ${contended}`, figures: oneWriter },
      {
        name: `one conversation, its writers at two nodes, ${contended}`,
        figures: { ...twoWriters, shareOfOneNode: rateOf(twoWriters) / rateOf(oneWriter) },
        floors: { shareOfOneNode: 0.5 },
      },
    ];
    const all = [near, far, halves, together, apart];
    const audits = [];
    for (const pairs of all) audits.push(await pairs.finish());
    return { rows, ...sumAudits(audits) };
  } finally {
    await second.stop();
  }
}

/** What each of two people who share a conversation keeps unanswered. */
const contendedOutstanding = 50;
const contended = `${String(contendedOutstanding)} outstanding each`;

const rateOf = (figures: Row['figures']): number => figures['messagesPerS'] ?? Number.NaN;

/** Messages of a closed loop, warming up included. */
function storedIn({ warmUpMs, measureMs }: Job, figures: Row['figures']): number {
  return (rateOf(figures) * (warmUpMs + measureMs)) / 1_000;
}

/** What Redis itself spends from now on, in µs of CPU. */
async function watchRedis(url: string): Promise<{ readonly endUs: () => Promise<number> }> {
  const client = new Bun.RedisClient(url);
  const readUs = async (): Promise<number> => {
    const info = String(await client.send('INFO', ['cpu']));
    const seconds = [...info.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)].map(([, text]) => Number(text));
    return seconds.reduce((sum, own) => sum + own, 0) * 1e6;
  };
  const startUs = await readUs();
  return {
    async endUs() {
      const us = (await readUs()) - startUs;
      client.close();
      return us;
    },
  };
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
