/*
 * People in pairs, each with one connection, and everything that a direct message passes: send, ack, delivery, audit.
 * How and when they send is the scenario's business.
 */
import { createLogAudit, type LogAudit } from './audit.ts';
import { connectMany } from './connect-many.ts';
import type { Connection, ConnectionOptions, MessageEvent, SendAck } from './connection.ts';
import type { AuditedLog } from './history.ts';
import type { Job } from './job.ts';
import { createMessageIds } from './message-ids.ts';
import { addRefusal, noSends, type SendCounts } from './send-counts.ts';
import { createSessionToken } from './session-token.ts';

/** Latencies in milliseconds, from the time given to `send`; and counts. Emptied by `takeSamples`. */
export interface Samples {
  readonly ackMs: number[];
  readonly deliveryMs: number[];
}

export interface DirectPairs {
  readonly size: number;
  readonly logs: readonly AuditedLog[];
  /** Sends one message of this person to their partner; `intendedMs` is where its latency counts from. */
  send(person: number, intendedMs: number): void;
  /** Called for every answered send, with the sender. */
  onAnswer: (person: number) => void;
  readonly counts: SendCounts & { readonly delivered: number };
  readonly takeSamples: () => Samples;
  close(): void;
}

interface Pending {
  readonly id: string;
  readonly intendedMs: number;
}

const emptySamples = (): Samples => ({ ackMs: [], deliveryMs: [] });
const connectAtOnce = 50;

export async function openDirectPairs(job: Job): Promise<DirectPairs> {
  const { port, users } = job;
  const names = Array.from({ length: users }, (_, n) => `${job.prefix}-${String(n).padStart(6, '0')}`);
  const tokens = names.map((name) => createSessionToken(name, job.jwtSecret));
  const logs = createPairLogs(job, names, tokens);
  const ledger = createLedger(logs, users);
  const content = 'x'.repeat(job.contentBytes);
  const connections: Connection[] = [];

  const pairs: DirectPairs = {
    size: users,
    logs,
    onAnswer: () => undefined,
    send(person, intendedMs) {
      const { ackId, id } = ledger.begin(person, intendedMs);
      const to = names[person ^ 1] ?? '';
      const payload = `{"id":"${id}","type":"direct","to":"${to}","content":"${content}"}`;
      connections[person]?.sendMessage(ackId, payload);
    },
    counts: ledger.counts,
    takeSamples: ledger.takeSamples,
    close: () => connections.forEach((connection) => connection.close()),
  };
  const optionsOf = (token: string, person: number): ConnectionOptions => ({
    port,
    token,
    onAck(ackId, ack) {
      if (ledger.answer(person, ackId, ack)) pairs.onAnswer(person);
    },
    onMessage: (message) => ledger.deliver(person, message),
  });
  connections.push(...(await connectMany(tokens.map(optionsOf), connectAtOnce)));
  return pairs;
}

/** Follows each message from `begin` to its answer and its delivery, and tells the pair's audit. */
function createLedger(logs: readonly AuditedLog[], users: number) {
  const nextId = createMessageIds();
  const pendingAcks: Map<number, Pending>[] = [];
  for (let person = 0; person < users; person++) pendingAcks.push(new Map());
  const pendingDeliveries = new Map<string, number>();
  const counts = { ...noSends(), delivered: 0 };
  let samples = emptySamples();

  const auditOf = (person: number): LogAudit => {
    const log = logs[person >> 1];
    if (log === undefined) throw new Error(`no pair for person ${person}`);
    return log.audit;
  };

  return {
    counts,
    begin(person: number, intendedMs: number) {
      const ackId = counts.sent++;
      const id = nextId();
      pendingAcks[person]?.set(ackId, { id, intendedMs });
      pendingDeliveries.set(id, intendedMs);
      return { ackId, id };
    },
    /** Whether this answered a send. */
    answer(person: number, ackId: number, ack: SendAck): boolean {
      const pending = pendingAcks[person]?.get(ackId);
      const audit = auditOf(person);
      if (pending === undefined) {
        audit.findings.doubled++; // an answer to nothing, or the second one
        return false;
      }
      pendingAcks[person]?.delete(ackId);
      if (ack.ok && ack.seq !== undefined && ack.id === pending.id) {
        counts.acked++;
        audit.learned(person & 1, ack.seq, pending.id);
        samples.ackMs.push(performance.now() - pending.intendedMs);
      } else {
        addRefusal(counts, ack.error?.code ?? 'malformed');
        pendingDeliveries.delete(pending.id);
      }
      return true;
    },
    deliver(person: number, { seq, id }: MessageEvent): void {
      counts.delivered++;
      auditOf(person).learned(person & 1, seq, id);
      const intendedMs = pendingDeliveries.get(id);
      if (intendedMs === undefined) return;
      pendingDeliveries.delete(id);
      samples.deliveryMs.push(performance.now() - intendedMs);
    },
    takeSamples: (): Samples => {
      const taken = samples;
      samples = emptySamples();
      return taken;
    },
  };
}

/** One log for persons 0 and 1, one for 2 and 3, … The names ascend, so the first of a pair comes first in its id. */
function createPairLogs(job: Job, names: readonly string[], tokens: readonly string[]): AuditedLog[] {
  return Array.from({ length: names.length / 2 }, (_, pair) => ({
    conversation: `direct:${names[pair * 2] ?? ''}:${names[pair * 2 + 1] ?? ''}`,
    baseSeq: 0,
    audit: createLogAudit(0, 2),
    reader: { port: job.port, token: tokens[pair * 2] ?? '' },
  }));
}
