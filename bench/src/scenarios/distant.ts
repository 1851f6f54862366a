/*
 * S10: people who all talk with each other, more conversations than there are batches, at the same pace with the
 * database next door and then with one far away: what of the throughput is left, and what it costs in latency.
 */
import { openDirectPairs, type DirectPairs } from '../direct-pairs.ts';
import { startDistantProxy } from '../distant-proxy.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { seatMesh } from '../seats.ts';
import { startServer } from '../server-process.ts';
import { sumAudits } from '../sum-audits.ts';
import { parleyOnMongo } from '../target.ts';
import { runOpenLoop } from './direct.ts';

const ofNearGoal = 0.9;

export async function runDistant(job: Job<'distant'>): Promise<JobResult> {
  const { perS, distances } = job.sizes;
  const url = new URL(job.sizes.url);
  const proxy = await startDistantProxy(url);
  url.host = proxy.host;
  const server = await startServer(parleyOnMongo(url.href));
  try {
    const near = await openMesh(job, 'near', job.port);
    const far = await openMesh(job, 'far', server.port);
    const load = `${String(near.size / 2)} conversations, ${String(perS)}/s`;
    const rows = [await measure(job, near, { name: `${load}, next door, before`, serverPid: job.serverPid })];
    for (const distance of distances) {
      proxy.setDistance(distance);
      const name = `${load}, ${String(distance.rttMs)} ms ± ${String(distance.jitterMs)} away`;
      rows.push(await measure(job, far, { name, serverPid: server.pid }));
    }
    // What was stored is the same from nearby, and quicker to read.
    proxy.setDistance(undefined);
    rows.push(await measure(job, near, { name: `${load}, next door, after`, serverPid: job.serverPid }));
    const audits = [await near.finish(), await far.finish()];
    return { rows: compareWithNextDoor(rows), ...sumAudits(audits) };
  } finally {
    await server.stop();
    proxy.close();
  }
}

async function measure(
  job: Job<'distant'>,
  mesh: DirectPairs,
  { name, serverPid }: { readonly name: string; readonly serverPid: number },
): Promise<Row> {
  const heldBefore = mesh.counts.queued;
  const { figures } = await runOpenLoop(job, mesh, { perS: job.sizes.perS, tailMs, serverPids: [serverPid] });
  return { name, figures: { ...figures, heldMessages: mesh.counts.queued - heldBefore } };
}

/** The first and the last are next door: machines change over time. */
function compareWithNextDoor(rows: readonly Row[]): Row[] {
  const perS = ({ figures }: Row): number => figures['messagesPerS'] ?? 0;
  const [first, ...others] = rows;
  const last = others.pop();
  if (first === undefined || last === undefined) return [...rows];
  const nearPerS = (perS(first) + perS(last)) / 2;
  const compared = others.map((row) => ({
    ...row,
    figures: { ...row.figures, ofNear: perS(row) / nearPerS },
    floors: { ofNear: ofNearGoal },
  }));
  return [first, ...compared, last];
}

/** Until everything is stored and delivered. */
const tailMs = 60_000;
/** First messages under way: each makes a conversation, which is another matter than what is measured. */
const beginAtOnce = 200;

async function openMesh(job: Job<'distant'>, name: string, port: number): Promise<DirectPairs> {
  const { people, bytes } = job.sizes;
  const mesh = await openDirectPairs(job, {
    prefix: `${job.prefix}-${name}`,
    users: seatMesh(people),
    bytes,
    portOf: () => port,
  });
  // Where a first message was refused, another one goes.
  for (let silent = findSilent(mesh); silent.length > 0; silent = findSilent(mesh)) await begin(mesh, silent);
  return mesh;
}

function findSilent(mesh: DirectPairs): number[] {
  return Array.from({ length: mesh.size / 2 }, (_, log) => 2 * log).filter((seat) => mesh.head(seat) === 0);
}

async function begin(mesh: DirectPairs, seats: readonly number[]): Promise<void> {
  let next = 0;
  const beginOne = (): void => {
    const seat = seats[next++];
    if (seat !== undefined) mesh.send(seat, performance.now());
  };
  mesh.onAnswer = beginOne;
  for (let n = 0; n < beginAtOnce; n++) beginOne();
  await mesh.settle(tailMs);
}
