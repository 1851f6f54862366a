/* People in pairs, each with one connection. How and when they send is the scenario's business. */
import { addFindings, createLogAudit, noFindings } from './audit.ts';
import { connectMany } from './connect-many.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { createDirectLedger, type PairCounts, type Samples } from './direct-ledger.ts';
import { auditHistories, type AuditedLog } from './history.ts';
import type { Job } from './job.ts';
import { countUnanswered } from './send-counts.ts';
import { createSessionToken } from './session-token.ts';
import type { Audit } from './sum-audits.ts';
import { waitUntil } from './wait-until.ts';

export interface DirectPairs {
  readonly size: number;
  readonly counts: Readonly<PairCounts>;
  /** Sends one message of this person to their partner; `intendedMs` is where its latency counts from. */
  send(person: number, intendedMs: number): void;
  /** Called for every answered send, with the sender. */
  onAnswer: (person: number) => void;
  /** What was measured since the last call. */
  readonly takeSamples: () => Samples;
  /** Waits until everything sent is answered and delivered, for at most `deadlineMs`. */
  settle(deadlineMs?: number): Promise<void>;
  /** Judges everything since the beginning, and hangs up. */
  finish(): Promise<Audit>;
}

export interface PairSizes {
  readonly prefix: string;
  /** an even number */
  readonly users: number;
  readonly bytes: number;
  /** of the node that a person connects to; the job's own unless said */
  readonly portOf?: (person: number) => number;
}

const connectAtOnce = 50;
const settleMs = 15_000;

export async function openDirectPairs(
  job: Job,
  { prefix, users, bytes, portOf = () => job.port }: PairSizes,
): Promise<DirectPairs> {
  // Ascending, so that the first of a pair comes first in the conversation's id.
  const names = Array.from({ length: users }, (_, n) => `${prefix}-${String(n).padStart(6, '0')}`);
  const tokens = names.map((name) => createSessionToken(name, job.jwtSecret));
  const logs = createPairLogs(job, names, tokens);
  const ledger = createDirectLedger(logs, users);
  const content = 'x'.repeat(bytes);
  const connections: Connection[] = [];

  const pairs: DirectPairs = {
    size: users,
    counts: ledger.counts,
    onAnswer: () => undefined,
    send(person, intendedMs) {
      const { ackId, id } = ledger.begin(person, intendedMs);
      const to = names[person ^ 1] ?? '';
      const payload = `{"id":"${id}","type":"direct","to":"${to}","content":"${content}"}`;
      connections[person]?.sendMessage(ackId, payload);
    },
    takeSamples: ledger.takeSamples,
    async settle(deadlineMs = settleMs) {
      await waitUntil(ledger.isSettled, deadlineMs);
    },
    async finish() {
      const result = await auditPairs(job, logs, ledger);
      for (const connection of connections) connection.close();
      return result;
    },
  };
  const optionsOf = (token: string, person: number): ConnectionOptions => ({
    port: portOf(person),
    token,
    onAck(ackId, ack) {
      if (ledger.answer(person, ackId, ack)) pairs.onAnswer(person);
    },
    onMessage: (message) => ledger.deliver(person, message),
  });
  connections.push(...(await connectMany(tokens.map(optionsOf), connectAtOnce)));
  return pairs;
}

async function auditPairs(
  { hasHistory }: Job,
  logs: readonly AuditedLog[],
  { counts, heldCount }: ReturnType<typeof createDirectLedger>,
): Promise<Audit> {
  if (hasHistory) await auditHistories(logs);
  const findings = noFindings();
  for (const log of logs) addFindings(findings, log.audit.finish(hasHistory));
  findings.unanswered += countUnanswered(counts);
  findings.notStored += heldCount();
  return {
    findings,
    auditedMessages: counts.acked,
    auditedDeliveries: counts.delivered,
    refusals: counts.refusals,
  };
}

function createPairLogs(job: Job, names: readonly string[], tokens: readonly string[]): AuditedLog[] {
  return Array.from({ length: names.length / 2 }, (_, pair) => ({
    conversation: `direct:${names[pair * 2] ?? ''}:${names[pair * 2 + 1] ?? ''}`,
    baseSeq: 0,
    audit: createLogAudit(0, 2),
    reader: { port: job.port, token: tokens[pair * 2] ?? '' },
  }));
}
