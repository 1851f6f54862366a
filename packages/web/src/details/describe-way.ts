import type { MessageTimes, ReceiptTimes, Tick } from '@parley/client';
import type { ShownMessage } from '../conversation/rows/shown-message.ts';
import { texts } from '../texts/texts.ts';

/** One step of a message on its way. */
export interface WayStep {
  readonly label: string;
  readonly state: 'done' | 'waiting' | 'failed';
  /** UTC ms; undefined: not reached, or not seen from here, as `note` says */
  readonly atMs: number | undefined;
  readonly note: string | undefined;
}

export interface WayInput {
  readonly message: ShownMessage;
  readonly times: MessageTimes;
  /** the other person of a direct conversation, and how far they have come; undefined in groups and notes */
  readonly peer: { readonly name: string; readonly tick: Tick; readonly times: ReceiptTimes } | undefined;
  /** who wrote it; undefined: oneself */
  readonly author: string | undefined;
}

/** From the first word to the last reader: what has happened to a message, and when this device saw it. */
export function describeWay({ message, times, peer, author }: WayInput): readonly WayStep[] {
  const t = texts.details;
  const first =
    author === undefined ? writtenStep(message, times) : done(t.sentBy(author), message.createdAtMs);
  const isHeld = times.queuedAtMs !== undefined || message.state === 'queued';
  const held = isHeld ? [done(t.held, times.queuedAtMs)] : [];
  if (message.state === 'failed') return [first, ...held, failedStep(message, times)];
  const stored = message.seq === null ? waiting(t.stored) : done(t.stored, times.storedAtMs);
  return [first, ...held, stored, ...peerSteps(peer)];
}

function writtenStep({ seq, createdAtMs, state }: ShownMessage, { writtenAtMs }: MessageTimes): WayStep {
  const t = texts.details;
  // What waits here was written here.
  const isWaiting = seq === null && state !== 'sent' && state !== 'queued';
  const atMs = writtenAtMs ?? (isWaiting ? createdAtMs : undefined);
  if (atMs !== undefined) return done(t.written, atMs);
  return { label: t.writtenElsewhere, state: 'done', atMs, note: t.elsewhere };
}

function failedStep({ error }: ShownMessage, { failedAtMs }: MessageTimes): WayStep {
  return { label: texts.details.notSent, state: 'failed', atMs: failedAtMs, note: error?.message };
}

function peerSteps(peer: WayInput['peer']): readonly WayStep[] {
  if (peer === undefined) return [];
  const t = texts.details;
  const { name, tick, times } = peer;
  const [delivered, read] = [t.deliveredTo(name), t.readBy(name)];
  return [
    tick === 'stored' ? waiting(delivered) : done(delivered, times.deliveredAtMs),
    tick === 'read' ? done(read, times.readAtMs) : waiting(read),
  ];
}

function done(label: string, atMs: number | undefined): WayStep {
  return { label, state: 'done', atMs, note: atMs === undefined ? texts.details.beforeLook : undefined };
}

function waiting(label: string): WayStep {
  return { label, state: 'waiting', atMs: undefined, note: texts.details.notYetReached };
}
