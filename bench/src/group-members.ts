/*
 * The members of one group, each with one connection. A few of them send; the others read along the tape.
 * A wave is over when every member has learned every entry of it.
 */
import { createLogAudit } from './audit.ts';
import { connectMany } from './connect-many.ts';
import type { ConnectionOptions } from './connection.ts';
import { createPeople, gather } from './accounts.ts';
import type { AuditedLog } from './history.ts';
import type { Job } from './job.ts';
import { createMessageIds } from './message-ids.ts';
import { addRefusal, noSends, type SendCounts } from './send-counts.ts';
import type { Ack, MessageEvent } from './wire.ts';
import { createTape, createTapeReader } from './tape.ts';

export interface GroupMembers {
  readonly size: number;
  readonly log: AuditedLog;
  /** Sends `count` messages now; `onComplete` once everybody has learned all of them. */
  sendWave(wave: Wave, onComplete: () => void): void;
  readonly counts: SendCounts;
  close(): void;
}

export interface Wave {
  readonly count: number;
  readonly content: string;
}

const maxSenders = 40;
/** senders parse everything, so that only a tenth of the members are */
const senderShare = 0.1;
const connectAtOnce = 50;

export async function openGroupMembers(job: Job, size: number): Promise<GroupMembers> {
  const { log, tokens } = await prepareGroup(job, size);
  const { conversation, baseSeq } = log;
  const senderCount = Math.min(maxSenders, Math.max(1, Math.floor(size * senderShare)));
  const tape = createTape(baseSeq);
  const ledger = createWaveLedger(log, size);
  const optionsOf = (token: string, member: number): ConnectionOptions => {
    const listener = {
      port: job.port,
      token,
      onAck: (ackId: number, ack: Ack) => ledger.answer(member, ackId, ack),
      onMessage: (message: MessageEvent) => ledger.deliver(member, message),
    };
    if (member < senderCount) return listener;
    const onReached = (seq: number): void => ledger.reach(member, seq);
    return { ...listener, createReader: (onFrame) => createTapeReader(tape, { onFrame, onReached }) };
  };
  const connections = await connectMany(tokens.map(optionsOf), connectAtOnce);

  return {
    size,
    log,
    counts: ledger.counts,
    sendWave({ count, content }, onComplete) {
      tape.rewind();
      ledger.beginWave(count, onComplete);
      for (let n = 0; n < count; n++) {
        const { ackId, id } = ledger.begin();
        const payload = `{"id":"${id}","type":"group","to":"${conversation}","content":"${content}"}`;
        connections[n % senderCount]?.sendMessage(ackId, payload);
      }
    },
    close: () => connections.forEach((connection) => connection.close()),
  };
}

/** Knows what is unanswered, tells the audit, and notices when the last member has the last entry of a wave. */
function createWaveLedger({ audit, baseSeq, conversation }: AuditedLog, size: number) {
  const nextId = createMessageIds();
  const pendingIds = new Map<number, string>();
  const counts = noSends();
  let waveSeq = baseSeq; // the head once the wave is stored
  let waitingFor = 0; // members who lack something of it
  let onWaveComplete = (): void => undefined;

  const learn = (member: number, teach: () => void): void => {
    const wasBehind = audit.lastSeq(member) < waveSeq;
    teach();
    if (wasBehind && audit.lastSeq(member) >= waveSeq && --waitingFor === 0) onWaveComplete();
  };

  return {
    counts,
    beginWave(count: number, onComplete: () => void): void {
      waveSeq = audit.head() + count; // not the last wave's: that one may have had a refusal
      waitingFor = size;
      onWaveComplete = onComplete;
    },
    begin() {
      const ackId = counts.sent++;
      const id = nextId();
      pendingIds.set(ackId, id);
      return { ackId, id };
    },
    answer(member: number, ackId: number, { ok, seq, id: ackedId, error }: Ack): void {
      const id = pendingIds.get(ackId);
      pendingIds.delete(ackId);
      if (id === undefined) {
        audit.findings.doubled++; // an answer to nothing, or the second one
        return;
      }
      if (!ok || seq === undefined || ackedId !== id) {
        addRefusal(counts, error?.code ?? 'malformed'); // its wave stays incomplete
        return;
      }
      counts.acked++;
      if (seq !== null) learn(member, () => audit.learned(member, seq, id)); // held: the numbered event tells
    },
    deliver(member: number, { conversation: where, seq, id }: MessageEvent): void {
      if (where !== conversation || seq === null) return;
      learn(member, () => audit.learned(member, seq, id));
    },
    /** This member has, byte for byte, everything up to `seq`. */
    reach: (member: number, seq: number): void => learn(member, () => audit.learnedThrough(member, seq)),
  };
}

async function prepareGroup(job: Job, size: number): Promise<{ log: AuditedLog; tokens: string[] }> {
  const people = await createPeople(job, `${job.prefix}-g${size}`, size);
  const { id, lastSeq } = await gather(people);
  const [reader] = people;
  if (reader === undefined) throw new Error('a group needs a member');
  return {
    log: { conversation: id, baseSeq: lastSeq, audit: createLogAudit(lastSeq, size), reader },
    tokens: people.map(({ token }) => token),
  };
}
