/* S1, S2: direct messages, each acked and delivered to the partner; closed loops, then an open loop at a tenth of it. */
import { openDirectPairs, type DirectPairs } from '../direct-pairs.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow } from '../load-window.ts';
import { latencyFigures } from '../quantiles.ts';
import { sumAudits } from '../sum-audits.ts';
import { sendOpenLoop } from './open-loop.ts';

const openLoopShare = 0.1;

export async function runDirect(job: Job<'direct'>): Promise<JobResult> {
  const { users, bytes, outstandings, crowd } = job.sizes;
  const rows: Row[] = [];
  const pairs = await openDirectPairs(job, { prefix: job.prefix, users, bytes });
  let peakPerS = 0;
  for (const outstanding of outstandings) {
    const row = await runClosedLoop(job, pairs, { senders: pairs.size, outstanding });
    peakPerS = Math.max(peakPerS, row.figures['messagesPerS'] ?? 0);
    rows.push({ ...row, ...goalsOf(outstanding) });
  }
  rows.push(await runOpenLoop(job, pairs, { perS: peakPerS * openLoopShare }));
  rows.push(await runLonePair(job, pairs));
  const audits = [await pairs.finish()];
  if (crowd > 0) {
    const more = await openDirectPairs(job, { prefix: `${job.prefix}-crowd`, users: crowd, bytes });
    rows.push(await runClosedLoop(job, more, { senders: crowd, outstanding: 1 }));
    audits.push(await more.finish());
  }
  return { rows, ...sumAudits(audits) };
}

const goalsOf = (outstanding: number): Pick<Row, 'goals' | 'floors'> =>
  outstanding === 1
    ? { goals: { serverCpuUsPerMessage: 40 } }
    : { goals: { serverCpuUsPerMessage: 25 }, floors: { messagesPerS: 40_000 } };

interface Measured {
  /** servers whose cost counts; the job's own unless said */
  readonly serverPids?: readonly number[];
}

interface ClosedLoop extends Measured {
  /** persons 0 to here send */
  readonly senders: number;
  /** sends that each keeps unanswered */
  readonly outstanding: number;
}

interface OpenLoopOfPairs extends Measured {
  readonly perS: number;
  /** every person sends, or every second: then each pair talks one way */
  readonly everyNth?: number;
  /** what is measured ends when everything is delivered, instead of with the last send; it is waited for so long */
  readonly tailMs?: number;
  readonly isResting?: boolean;
}

export async function runClosedLoop(
  job: Job,
  pairs: DirectPairs,
  { senders, outstanding, serverPids = [job.serverPid] }: ClosedLoop,
): Promise<Row> {
  let isStopped = false;
  pairs.onAnswer = (person) => {
    if (!isStopped) pairs.send(person, performance.now());
  };
  for (let person = 0; person < senders; person++) {
    for (let n = 0; n < outstanding; n++) pairs.send(person, performance.now());
  }
  await Bun.sleep(job.warmUpMs);
  const endWindow = startCounting(serverPids, pairs);
  await Bun.sleep(job.measureMs);
  const figures = endWindow();
  isStopped = true;
  await pairs.settle();
  return { name: `direct, ${senders} people, ${outstanding} outstanding each`, figures };
}

/** One writes to one, the next message on the last one's ack; everybody else is connected and silent. */
async function runLonePair(job: Job, pairs: DirectPairs): Promise<Row> {
  const { figures } = await runClosedLoop(job, pairs, { senders: 1, outstanding: 1 });
  return {
    name: 'direct, one pair alone',
    figures,
    goals: { peerP50Ms: 0.7, ackP50Ms: 0.7, peerP99Ms: 3, ackP99Ms: 3 },
  };
}

/** Sends come at their own pace; a slow answer delays none of them, and latency counts from the intended time. */
export async function runOpenLoop(
  job: Job,
  pairs: DirectPairs,
  { perS, everyNth = 1, tailMs, isResting = false, serverPids = [job.serverPid] }: OpenLoopOfPairs,
): Promise<Row> {
  pairs.onAnswer = () => undefined;
  let person = 0;
  const send = (intendedMs: number): void => {
    pairs.send(person, intendedMs);
    person = (person + everyNth) % pairs.size;
  };
  await sendOpenLoop({ perS, durationMs: job.warmUpMs, send, isResting });
  if (tailMs !== undefined) await pairs.settle(tailMs);
  const endWindow = startCounting(serverPids, pairs);
  await sendOpenLoop({ perS, durationMs: job.measureMs, send, isResting });
  if (tailMs !== undefined) await pairs.settle(tailMs);
  const figures = endWindow();
  await pairs.settle();
  return { name: 'direct, open loop at 10 %', figures };
}

function startCounting(serverPids: readonly number[], pairs: DirectPairs): () => Row['figures'] {
  pairs.takeSamples();
  const deliveredBefore = pairs.counts.delivered;
  const endLoad = startLoadWindow(...serverPids);
  return () => {
    const usage = endLoad();
    // With a number, so stored: not what is only held.
    const stored = pairs.counts.delivered - deliveredBefore;
    const { ackMs, deliveryMs } = pairs.takeSamples();
    return {
      messagesPerS: stored / usage.seconds,
      serverCpuUsPerMessage: cpuUsPer(usage.serverCpuSeconds, stored),
      mainThreadUs: cpuUsPer(usage.mainThreadCpuSeconds, stored),
      ...latencyFigures('ack', ackMs),
      ...latencyFigures('peer', deliveryMs),
      serverCpuShare: usage.serverCpuShare,
      generatorCpuShare: usage.generatorCpuShare,
      serverRssMb: usage.serverRssMb,
    };
  };
}
