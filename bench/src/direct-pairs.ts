/* People who talk in twos, each with one connection. How and when they send is the scenario's business. */
import { addFindings, createLogAudit, noFindings } from './audit.ts';
import { connectMany } from './connect-many.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { createDirectLedger, type PairCounts, type Samples } from './direct-ledger.ts';
import { auditHistories, type AuditedLog } from './history.ts';
import type { Job } from './job.ts';
import { seatPairs, type Seats } from './seats.ts';
import { countUnanswered } from './send-counts.ts';
import { createSessionToken } from './session-token.ts';
import type { Audit } from './sum-audits.ts';
import { waitUntil } from './wait-until.ts';

export interface DirectPairs {
  /** seats: where everybody talks with one other, people */
  readonly size: number;
  readonly counts: Readonly<PairCounts>;
  /** How many messages the conversation of this seat has, as far as anybody has learned. */
  head(seat: number): number;
  /** Sends one message from this seat to its partner; `intendedMs` is where its latency counts from. */
  send(seat: number, intendedMs: number): void;
  /** Called for every answered send, with the sender's seat. */
  onAnswer: (seat: number) => void;
  /** What was measured since the last call. */
  readonly takeSamples: () => Samples;
  /** Waits until everything sent is answered and delivered, for at most `deadlineMs`. */
  settle(deadlineMs?: number): Promise<void>;
  /** Judges everything since the beginning, and hangs up. */
  finish(): Promise<Audit>;
}

export interface PairSizes {
  readonly prefix: string;
  /** everybody talks with one other (an even number of people), or as these seats say */
  readonly users: number | Seats;
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
  const { people, personOf } = typeof users === 'number' ? seatPairs(users) : users;
  // Ascending, so that the first of a pair comes first in the conversation's id.
  const names = Array.from({ length: people }, (_, n) => `${prefix}-${String(n).padStart(6, '0')}`);
  const accounts = names.map((name, person) => {
    const token = createSessionToken(name, job.jwtSecret);
    return { name, reader: { port: portOf(person), token } };
  });
  const seated = personOf.flatMap((person) => accounts[person] ?? []);
  const logs = createPairLogs(seated);
  const seatOf = createSeatFinder(logs, personOf);
  const ledger = createDirectLedger(logs, seated.length);
  const content = 'x'.repeat(bytes);
  const connections: Connection[] = [];
  const seatOfAck: number[] = [];

  const pairs: DirectPairs = {
    size: seated.length,
    counts: ledger.counts,
    head: (seat) => logs[seat >> 1]?.audit.head() ?? 0,
    onAnswer: () => undefined,
    send(seat, intendedMs) {
      const { ackId, id } = ledger.begin(seat, intendedMs);
      seatOfAck[ackId] = seat;
      const to = seated[seat ^ 1]?.name ?? '';
      const payload = `{"id":"${id}","type":"direct","to":"${to}","content":"${content}"}`;
      connections[personOf[seat] ?? -1]?.sendMessage(ackId, payload);
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
  const optionsOf = ({ reader }: Seated, person: number): ConnectionOptions => ({
    ...reader,
    onAck(ackId, ack) {
      const seat = seatOfAck[ackId] ?? 0;
      if (ledger.answer(seat, ackId, ack)) pairs.onAnswer(seat);
    },
    onMessage: (message) => ledger.deliver(seatOf(person, message.conversation), message),
  });
  connections.push(...(await connectMany(accounts.map(optionsOf), connectAtOnce)));
  return pairs;
}

/** The seat at which a person hears of a conversation. */
function createSeatFinder(logs: readonly AuditedLog[], personOf: readonly number[]) {
  // Where everybody has one seat, nothing need be looked up.
  if (personOf.every((person, seat) => person === seat)) return (person: number) => person;
  const firstSeats = new Map(logs.map(({ conversation }, log) => [conversation, 2 * log]));
  return (person: number, conversation: string): number => {
    const first = firstSeats.get(conversation) ?? 0;
    return personOf[first] === person ? first : first + 1;
  };
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

interface Seated {
  readonly name: string;
  readonly reader: AuditedLog['reader'];
}

function createPairLogs(seated: readonly Seated[]): AuditedLog[] {
  return seated.flatMap(({ name, reader }, seat) => {
    const partner = seated[seat ^ 1];
    if (seat % 2 === 1 || partner === undefined) return [];
    const conversation = `direct:${name}:${partner.name}`;
    return [{ conversation, baseSeq: 0, audit: createLogAudit(0, 2), reader }];
  });
}
