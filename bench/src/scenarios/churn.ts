/*
 * S13: everybody in one group loses the connection again and again, while a few messages a second are written. What
 * counts is who has read what in the end. One writer in ten is cut off in the moment of writing, and does not know.
 */
import { createPeople, gather } from '../accounts.ts';
import { createLogAudit, type LogAudit } from '../audit.ts';
import { createChurnClient, type ChurnClient } from '../churn-client.ts';
import { auditHistories } from '../history.ts';
import type { Figures, Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow, type WindowUsage } from '../load-window.ts';
import { createMessageIds } from '../message-ids.ts';
import { latencyFigures } from '../quantiles.ts';
import { addRefusal } from '../send-counts.ts';
import { waitUntil } from '../wait-until.ts';
import { sendOpenLoop } from './open-loop.ts';

const connectAtOnce = 100;
const cutOffEvery = 10;
const settleMs = 30_000;

export async function runChurn(job: Job<'churn'>): Promise<JobResult> {
  const { clients: count, bytes, messagesPerS, durationMs } = job.sizes;
  const people = await createPeople(job, job.prefix, count);
  const { id: conversation, lastSeq: baseSeq } = await gather(people);
  const audit = createLogAudit(baseSeq, count);
  const replayMs: number[] = [];
  const sum = { refusals: {} };
  const clients = people.map(({ token }, member) =>
    createChurnClient({
      ...lifetimes(job),
      port: job.port,
      token,
      conversation,
      member,
      audit,
      canCatchUp: job.hasHistory,
      onCaughtUp: (ms) => void replayMs.push(ms),
      onRefused: (code) => addRefusal(sum, code),
    }),
  );
  for (let n = 0; n < count; n += connectAtOnce)
    await Promise.all(clients.slice(n, n + connectAtOnce).map((client) => client.start()));
  replayMs.length = 0; // the first connections replay nothing
  const nextId = createMessageIds();
  const endWindow = startLoadWindow(job.serverPid);
  let sent = 0;
  const send = (): void => {
    const writer = findOnline(clients, sent++ * 7_919);
    const payload = { id: nextId(), type: 'group', to: conversation, content: 'x'.repeat(bytes) };
    writer?.send(payload.id, JSON.stringify(payload), sent % cutOffEvery === 0);
  };
  await sendOpenLoop({ perS: messagesPerS, durationMs, send });
  const usage = endWindow();
  const returns = replayMs.length;
  await settle(job, clients, audit);
  const [reader] = people;
  if (job.hasHistory && reader !== undefined)
    await auditHistories([{ conversation, baseSeq, audit, reader }]);
  const messages = audit.head() - baseSeq;
  const findings = audit.finish(job.hasHistory);
  findings.unanswered += clients.reduce((total, client) => total + client.unanswered(), 0);
  for (const client of clients) client.close();
  const owed = messages * count;
  const outcome = { owed, lost: findings.lost, doubled: findings.doubled + findings.storedTwice };
  const row = rowOf(job, { usage, returns, replayMs, outcome });
  return { rows: [row], findings, auditedMessages: messages, auditedDeliveries: owed, ...sum };
}

function lifetimes({ sizes: { upMs, awayMs } }: Job<'churn'>) {
  const around = (ms: number) => (): number => ms * (0.5 + Math.random());
  return { nextUpMs: around(upMs), nextAwayMs: around(awayMs) };
}

/** The first client from this place on that is connected and caught up. */
function findOnline(clients: readonly ChurnClient[], place: number): ChurnClient | undefined {
  for (let n = 0; n < clients.length; n++) {
    const client = clients[(place + n) % clients.length];
    if (client?.isOnline() === true) return client;
  }
  return undefined;
}

/** Everybody comes back and stays, and has time to get everything that will ever come. */
async function settle(
  { hasHistory, sizes }: Job<'churn'>,
  clients: readonly ChurnClient[],
  audit: LogAudit,
): Promise<void> {
  for (const client of clients) client.steady();
  const isBack = (client: ChurnClient): boolean => client.isOnline() && client.unanswered() === 0;
  // Who has missed the last message of a stock server is never going to learn it.
  const hasAll = (member: number): boolean => !hasHistory || audit.lastSeq(member) === audit.head();
  await waitUntil(() => clients.every((client, member) => isBack(client) && hasAll(member)), settleMs);
  if (!hasHistory) await Bun.sleep(sizes.awayMs);
}

interface Churned {
  readonly usage: WindowUsage;
  /** connections that came back within the window */
  readonly returns: number;
  readonly replayMs: readonly number[];
  readonly outcome: { readonly owed: number; readonly lost: number; readonly doubled: number };
}

function rowOf({ hasHistory, sizes }: Job<'churn'>, { usage, returns, replayMs, outcome }: Churned): Row {
  const { owed, lost, doubled } = outcome;
  const figures: Figures = {
    deliveredPercent: owed === 0 ? null : (100 * (owed - lost)) / owed,
    missed: lost,
    doubled,
    returnsPerS: returns / usage.seconds,
    ...(hasHistory ? latencyFigures('replay', replayMs) : { replayP50Ms: null, replayP99Ms: null }),
    serverCpuUsPerDelivery: cpuUsPer(usage.serverCpuSeconds, owed),
    serverCpuShare: usage.serverCpuShare,
    generatorCpuShare: usage.generatorCpuShare,
    serverRssMb: usage.serverRssMb,
  };
  return {
    name: `churn, ${sizes.clients} clients, ${sizes.upMs / 1000} s on, ${sizes.awayMs / 1000} s off`,
    figures,
    goals: { doubled: 0, replayP99Ms: 3_000 },
    floors: { deliveredPercent: 100 },
  };
}
