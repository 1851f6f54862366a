/* S3: one message to everybody in a group, alone and many in flight, in waves: the next when all have the last. */
import { openGroupMembers, type GroupMembers, type Wave } from '../group-members.ts';
import { auditHistories } from '../history.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow } from '../load-window.ts';
import { latencyFigures } from '../quantiles.ts';
import { countUnanswered } from '../send-counts.ts';
import { sumAudits, type Audit } from '../sum-audits.ts';

const waveDeadlineMs = 15_000;

export async function runGroup(job: Job<'group'>): Promise<JobResult> {
  const { groups, bytes, inFlights, firstMs } = job.sizes;
  const rows: Row[] = [];
  const audits: Audit[] = [];
  for (const size of groups) {
    const members = await openGroupMembers(job, size);
    if (rows.length === 0) await runWaves({ ...job, measureMs: firstMs }, members, firstStretch);
    for (const contentBytes of bytes)
      for (const inFlight of inFlights) rows.push(await runWaves(job, members, { contentBytes, inFlight }));
    audits.push(await finish(job, members));
  }
  return { rows, ...sumAudits(audits) };
}

const firstStretch: Stretch = { contentBytes: 200, inFlight: 10 };

interface Stretch {
  readonly contentBytes: number;
  readonly inFlight: number;
}

async function runWaves(job: Job, members: GroupMembers, stretch: Stretch): Promise<Row> {
  const { contentBytes, inFlight } = stretch;
  const wave = { count: inFlight, content: 'x'.repeat(contentBytes) };
  const waveMs: number[] = [];
  const runFor = async (durationMs: number): Promise<number> => {
    const endMs = performance.now() + durationMs;
    let messages = 0;
    while (performance.now() < endMs) {
      const startMs = performance.now();
      if (!(await isReceivedByAll(members, wave))) break; // the audit will say what is missing
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
    name: `group of ${members.size}, ${contentBytes} B, ${inFlight} in flight`,
    figures: {
      deliveriesPerS: deliveries / usage.seconds,
      messagesPerS: messages / usage.seconds,
      serverCpuUsPerMessage: cpuUsPer(usage.serverCpuSeconds, messages),
      serverCpuUsPerDelivery: cpuUsPer(usage.serverCpuSeconds, deliveries),
      ...latencyFigures('everybody', waveMs),
      serverCpuShare: usage.serverCpuShare,
      generatorCpuShare: usage.generatorCpuShare,
      serverRssMb: usage.serverRssMb,
    },
    ...goalsOf(members.size, stretch),
  };
}

/** The goals are meant for a group of 1,000 and 200 bytes. */
function goalsOf(size: number, { contentBytes, inFlight }: Stretch): Pick<Row, 'goals' | 'floors'> {
  if (size !== 1_000 || contentBytes !== 200) return {};
  return inFlight === 1
    ? { goals: { serverCpuUsPerDelivery: 6.5 } }
    : { goals: { serverCpuUsPerDelivery: 0.9 }, floors: { deliveriesPerS: 500_000 } };
}

/** Sends the wave at once, from as many members as useful, and waits until everybody has all of it. */
async function isReceivedByAll(members: GroupMembers, wave: Wave): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  members.sendWave(wave, () => resolve(true));
  const timeout = setTimeout(() => resolve(false), waveDeadlineMs);
  const isComplete = await promise;
  clearTimeout(timeout);
  return isComplete;
}

async function finish({ hasHistory }: Job, { size, log, counts, close }: GroupMembers): Promise<Audit> {
  if (hasHistory) await auditHistories([log]);
  const findings = log.audit.finish(hasHistory);
  findings.unanswered += countUnanswered(counts);
  close();
  return {
    findings,
    auditedMessages: counts.acked,
    auditedDeliveries: counts.acked * (size - 1),
    refusals: counts.refusals,
  };
}
