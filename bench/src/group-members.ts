/*
 * The members of one group, each with one connection. A few of them send; the others read along the tape.
 * A wave is over when every member has learned every entry of it.
 */
import { createLogAudit } from './audit.ts';
import { connectMany } from './connect-many.ts';
import type { Connection, ConnectionOptions, MessageEvent, SendAck } from './connection.ts';
import { createGroup, getJson, type AuditedLog } from './history.ts';
import type { Job } from './job.ts';
import { createMessageIds } from './message-ids.ts';
import { createSessionToken } from './session-token.ts';
import { createTape, createTapeReader } from './tape.ts';

export interface GroupMembers {
  readonly size: number;
  readonly log: AuditedLog;
  /** Sends `count` messages now; `onComplete` once everybody has learned all of them. */
  sendWave(count: number, onComplete: () => void): void;
  sent(): number;
  acked(): number;
  close(): void;
}

const maxSenders = 40;
/** senders parse everything, so that only a tenth of the members are */
const senderShare = 0.1;
const connectAtOnce = 50;

export async function openGroupMembers(job: Job, size: number): Promise<GroupMembers> {
  const { log, tokens } = await prepareGroup(job, size);
  const { audit, baseSeq, conversation } = log;
  const senderCount = Math.min(maxSenders, Math.max(1, Math.floor(size * senderShare)));
  const nextId = createMessageIds();
  const content = 'x'.repeat(job.contentBytes);
  const tape = createTape(baseSeq);
  const pendingIds = new Map<number, string>();
  const counts = { sent: 0, acked: 0 };
  const wave = { lastSeq: baseSeq, waitingFor: 0, onComplete: (): void => undefined };
  let connections: Connection[] = [];

  /** Wraps whatever teaches a member something: did that complete the wave for this member, and so for all? */
  const learn = (member: number, teach: () => void): void => {
    const wasBehind = audit.lastSeq(member) < wave.lastSeq;
    teach();
    if (wasBehind && audit.lastSeq(member) >= wave.lastSeq && --wave.waitingFor === 0) wave.onComplete();
  };

  const onMessage = (member: number, message: MessageEvent): void => {
    if (message.conversation !== conversation) return;
    learn(member, () => audit.learned(member, message.seq, message.id));
  };

  const onAck = (member: number, ackId: number, ack: SendAck): void => {
    const id = pendingIds.get(ackId);
    pendingIds.delete(ackId);
    if (id === undefined) {
      audit.findings.doubled++;
      return;
    }
    const { seq } = ack;
    if (!ack.ok || seq === undefined || ack.id !== id) return; // stays unanswered in the count
    counts.acked++;
    learn(member, () => audit.learned(member, seq, id));
  };

  const optionsOf = (token: string, member: number): ConnectionOptions => {
    const listener = {
      port: job.port,
      token,
      onAck: (ackId: number, ack: SendAck) => onAck(member, ackId, ack),
      onMessage: (message: MessageEvent) => onMessage(member, message),
    };
    if (member < senderCount) return listener;
    const onReached = (seq: number): void => learn(member, () => audit.learnedThrough(member, seq));
    return { ...listener, createReader: (onFrame) => createTapeReader(tape, { onFrame, onReached }) };
  };

  connections = await connectMany(tokens.map(optionsOf), connectAtOnce);

  return {
    size,
    log,
    sendWave(count, onComplete) {
      tape.rewind();
      wave.lastSeq += count;
      wave.waitingFor = size;
      wave.onComplete = onComplete;
      for (let n = 0; n < count; n++) {
        const ackId = counts.sent++;
        const id = nextId();
        pendingIds.set(ackId, id);
        connections[n % senderCount]?.sendMessage(
          ackId,
          `{"id":"${id}","type":"group","to":"${conversation}","content":"${content}"}`,
        );
      }
    },
    sent: () => counts.sent,
    acked: () => counts.acked,
    close: () => connections.forEach((connection) => connection.close()),
  };
}

/** Accounts exist from their first request; the group is made before anybody connects, so that `ready` means "in it". */
async function prepareGroup(job: Job, size: number): Promise<{ log: AuditedLog; tokens: string[] }> {
  const names = Array.from({ length: size }, (_, n) => `${job.prefix}-g${size}-${n}`);
  const accounts = names.map((name) => ({ port: job.port, token: createSessionToken(name, job.jwtSecret) }));
  for (let n = 0; n < size; n += connectAtOnce) {
    await Promise.all(accounts.slice(n, n + connectAtOnce).map((account) => getJson(account, '/me')));
  }
  const [reader] = accounts;
  if (reader === undefined) throw new Error('a group needs a member');
  const { id, last_seq: baseSeq } = await createGroup(reader, names.slice(1));
  return {
    log: { conversation: id, baseSeq, audit: createLogAudit(baseSeq, size), reader },
    tokens: accounts.map(({ token }) => token),
  };
}
