/* Follows each direct message from its sending to its answer and its delivery, and tells the pair's audit. */
import type { LogAudit } from './audit.ts';
import type { AuditedLog } from './history.ts';
import { createMessageIds } from './message-ids.ts';
import { addRefusal, countAnswered, noSends, type SendCounts } from './send-counts.ts';
import type { Ack, MessageEvent } from './wire.ts';

/** Latencies in milliseconds, from the time given to `begin`; of deliveries the first sight counts, numbered or not. */
export interface Samples {
  readonly ackMs: number[];
  readonly deliveryMs: number[];
}

/** `queued`: of those acked, how many were only held at first. `delivered`: with a number, to the partner. */
export type PairCounts = SendCounts & { queued: number; delivered: number };

const emptySamples = (): Samples => ({ ackMs: [], deliveryMs: [] });

/** Persons 0 and 1 share the first log, 2 and 3 the second, … */
export function createDirectLedger(logs: readonly AuditedLog[], users: number) {
  const nextId = createMessageIds();
  const pendingAcks = Array.from(
    { length: users },
    () => new Map<number, { id: string; intendedMs: number }>(),
  );
  const unseen = new Map<string, number>(); // id → intendedMs
  const held = new Map<string, number>(); // id of a message acked `queued` → its sender, until it has its number
  const counts: PairCounts = { ...noSends(), queued: 0, delivered: 0 };
  let samples = emptySamples();

  const auditOf = (person: number): LogAudit => {
    const log = logs[person >> 1];
    if (log === undefined) throw new Error(`no pair for person ${person}`);
    return log.audit;
  };

  const accept = (person: number, id: string, seq: number | null): void => {
    counts.acked++;
    if (seq === null) {
      counts.queued++;
      held.set(id, person);
    } else {
      auditOf(person).learned(person & 1, seq, id);
    }
  };

  const see = (id: string): void => {
    const intendedMs = unseen.get(id);
    if (intendedMs !== undefined) samples.deliveryMs.push(performance.now() - intendedMs);
    unseen.delete(id);
  };

  return {
    counts,
    begin(person: number, intendedMs: number) {
      const ackId = counts.sent++;
      const id = nextId();
      pendingAcks[person]?.set(ackId, { id, intendedMs });
      unseen.set(id, intendedMs);
      return { ackId, id };
    },
    /** Whether this answered a send. */
    answer(person: number, ackId: number, ack: Ack): boolean {
      const pending = pendingAcks[person]?.get(ackId);
      if (pending === undefined) {
        auditOf(person).findings.doubled++; // an answer to nothing, or the second one
        return false;
      }
      pendingAcks[person]?.delete(ackId);
      if (ack.ok && ack.seq !== undefined && ack.id === pending.id) {
        accept(person, pending.id, ack.seq);
        samples.ackMs.push(performance.now() - pending.intendedMs);
      } else {
        addRefusal(counts, ack.error?.code ?? 'malformed');
        unseen.delete(pending.id);
      }
      return true;
    },
    deliver(person: number, { seq, id }: MessageEvent): void {
      if (seq !== null) auditOf(person).learned(person & 1, seq, id);
      if (held.get(id) === person) {
        if (seq !== null) held.delete(id); // the sender's own, now with its number
        return;
      }
      if (seq !== null) counts.delivered++;
      see(id);
    },
    /** Everything sent is answered, and everything acked has reached the partner with its number. */
    isSettled: (): boolean =>
      countAnswered(counts) === counts.sent && counts.delivered >= counts.acked && held.size === 0,
    /** messages acked `queued` whose number their sender was never told */
    heldCount: (): number => held.size,
    takeSamples: (): Samples => {
      const taken = samples;
      samples = emptySamples();
      return taken;
    },
  };
}
