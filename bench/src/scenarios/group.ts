/* S3: one message to everybody in a group, alone and with 40 in flight, in waves: the next when all have the last. */
import { addFindings, noFindings } from '../audit.ts';
import { auditHistories } from '../history.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow } from '../load-window.ts';
import { openGroupMembers, type GroupMembers } from '../group-members.ts';
import { quantile } from '../quantiles.ts';
import { addRefusal, countUnanswered } from '../send-counts.ts';

const inFlights = [1, 40];
const waveDeadlineMs = 15_000;

export async function runGroup(job: Job): Promise<JobResult> {
  const rows: Row[] = [];
  const findings = noFindings();
  const sum = { refusals: {} };
  let auditedMessages = 0;
  let auditedDeliveries = 0;
  for (const size of job.groupSizes) {
    const members = await openGroupMembers(job, size);
    for (const inFlight of inFlights) rows.push(await runWaves(job, members, inFlight));
    if (job.hasHistory) await auditHistories([members.log]);
    addFindings(findings, members.log.audit.finish(job.hasHistory));
    findings.unanswered += countUnanswered(members.counts);
    for (const [code, count] of Object.entries(members.counts.refusals)) addRefusal(sum, code, count);
    auditedMessages += members.counts.acked;
    auditedDeliveries += members.counts.acked * (size - 1);
    members.close();
  }
  return { rows, findings, auditedMessages, auditedDeliveries, ...sum };
}

async function runWaves(job: Job, members: GroupMembers, inFlight: number): Promise<Row> {
  const waveMs: number[] = [];
  const runFor = async (durationMs: number): Promise<number> => {
    const endMs = performance.now() + durationMs;
    let messages = 0;
    while (performance.now() < endMs) {
      const startMs = performance.now();
      if (!(await sendWave(members, inFlight))) break; // the audit will say what is missing
      messages += inFlight;
      waveMs.push(performance.now() - startMs);
    }
    return messages;
  };
  await runFor(job.warmUpMs);
  waveMs.length = 0;
  const endWindow = startLoadWindow(job.serverPid);
  const messages = await runFor(job.measureMs);
  const usage = endWindow();
  const deliveries = messages * (members.size - 1);
  return {
    name: `group of ${members.size}, ${inFlight} in flight`,
    figures: {
      deliveriesPerS: deliveries / usage.seconds,
      messagesPerS: messages / usage.seconds,
      serverCpuUsPerDelivery: cpuUsPer(usage.serverCpuSeconds, deliveries),
      mainThreadUs: cpuUsPer(usage.mainThreadCpuSeconds, deliveries),
      everybodyP50Ms: quantile(waveMs, 0.5),
      everybodyP99Ms: quantile(waveMs, 0.99),
      serverCpuShare: usage.serverCpuShare,
      generatorCpuShare: usage.generatorCpuShare,
      serverRssMb: usage.serverRssMb,
    },
  };
}

/** Sends `count` at once, from as many members as useful, and waits until everybody has all of them. */
async function sendWave(members: GroupMembers, count: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  members.sendWave(count, () => resolve(true));
  const timeout = setTimeout(() => resolve(false), waveDeadlineMs);
  const isComplete = await promise;
  clearTimeout(timeout);
  return isComplete;
}
