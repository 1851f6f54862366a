/* S1, S2: direct messages, each acked and delivered to the partner; closed loop, then open loop at a tenth of it. */
import { addFindings, noFindings } from '../audit.ts';
import { openDirectPairs, type DirectPairs } from '../direct-pairs.ts';
import { auditHistories } from '../history.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow, type WindowUsage } from '../load-window.ts';
import { quantile } from '../quantiles.ts';
import { countAnswered, countUnanswered } from '../send-counts.ts';
import { waitUntil } from '../wait-until.ts';
import { sendOpenLoop } from './open-loop.ts';

const openLoopShare = 0.1;
const drainMs = 15_000;

export async function runDirect(job: Job): Promise<JobResult> {
  const pairs = await openDirectPairs(job);
  const rows: Row[] = [];
  let peakPerS = 0;
  for (const outstanding of job.outstandings) {
    const row = await runClosedLoop(job, pairs, outstanding);
    peakPerS = Math.max(peakPerS, row.figures['messagesPerS'] ?? 0);
    rows.push(row);
  }
  rows.push(await runOpenLoop(job, pairs, peakPerS * openLoopShare));
  return audit(job, pairs, rows);
}

/** Everybody keeps `outstanding` sends unanswered. */
async function runClosedLoop(job: Job, pairs: DirectPairs, outstanding: number): Promise<Row> {
  let isStopped = false;
  pairs.onAnswer = (person) => {
    if (!isStopped) pairs.send(person, performance.now());
  };
  for (let person = 0; person < pairs.size; person++) {
    for (let n = 0; n < outstanding; n++) pairs.send(person, performance.now());
  }
  await Bun.sleep(job.warmUpMs);
  const endWindow = startCounting(job, pairs);
  await Bun.sleep(job.measureMs);
  const figures = endWindow();
  isStopped = true;
  await drain(pairs);
  return { name: `direct, ${outstanding} outstanding each`, figures };
}

/** Sends come at their own pace; a slow answer delays none of them, and latency counts from the intended time. */
async function runOpenLoop(job: Job, pairs: DirectPairs, perS: number): Promise<Row> {
  pairs.onAnswer = () => undefined;
  let person = 0;
  const send = (intendedMs: number): void => {
    pairs.send(person, intendedMs);
    person = (person + 1) % pairs.size;
  };
  await sendOpenLoop({ perS, durationMs: job.warmUpMs, send });
  const endWindow = startCounting(job, pairs);
  await sendOpenLoop({ perS, durationMs: job.measureMs, send });
  const figures = endWindow();
  await drain(pairs);
  return { name: 'direct, open loop at 10 %', figures };
}

function startCounting(job: Job, pairs: DirectPairs): () => Row['figures'] {
  pairs.takeSamples();
  const ackedBefore = pairs.counts.acked;
  const endLoad = startLoadWindow(job.serverPid);
  return () => figuresOf(pairs, pairs.counts.acked - ackedBefore, endLoad());
}

function figuresOf(pairs: DirectPairs, acked: number, usage: WindowUsage): Row['figures'] {
  const { ackMs, deliveryMs } = pairs.takeSamples();
  return {
    messagesPerS: acked / usage.seconds,
    serverCpuUsPerMessage: cpuUsPer(usage.serverCpuSeconds, acked),
    mainThreadUs: cpuUsPer(usage.mainThreadCpuSeconds, acked),
    ackP50Ms: quantile(ackMs, 0.5),
    ackP99Ms: quantile(ackMs, 0.99),
    peerP50Ms: quantile(deliveryMs, 0.5),
    peerP99Ms: quantile(deliveryMs, 0.99),
    serverCpuShare: usage.serverCpuShare,
    generatorCpuShare: usage.generatorCpuShare,
    serverRssMb: usage.serverRssMb,
  };
}

async function drain(pairs: DirectPairs): Promise<void> {
  await waitUntil(
    () => countAnswered(pairs.counts) === pairs.counts.sent && pairs.counts.delivered >= pairs.counts.acked,
    drainMs,
  );
}

async function audit(job: Job, pairs: DirectPairs, rows: readonly Row[]): Promise<JobResult> {
  if (job.hasHistory) await auditHistories(pairs.logs);
  const findings = noFindings();
  for (const log of pairs.logs) addFindings(findings, log.audit.finish(job.hasHistory));
  findings.unanswered += countUnanswered(pairs.counts);
  const result = {
    rows,
    findings,
    auditedMessages: pairs.counts.acked,
    auditedDeliveries: pairs.counts.delivered,
    refusals: pairs.counts.refusals,
  };
  pairs.close();
  return result;
}
