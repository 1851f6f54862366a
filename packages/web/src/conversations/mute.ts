import type { Conversation } from '@parley/client';

export type MuteLength = 'hour' | 'workday' | 'week' | 'always';
export const muteLengths: readonly MuteLength[] = ['hour', 'workday', 'week', 'always'];

const hourMs = 60 * 60 * 1000;
/** The wire knows only a time: this one is never reached. */
const farFuture = '9999-12-31T00:00:00.000Z';
const lengthsMs = { hour: hourMs, workday: 8 * hourMs, week: 7 * 24 * hourMs };

/** `muted_until` for a mute that begins now. */
export function mutedUntil(length: MuteLength, nowMs: number): string {
  return length === 'always' ? farFuture : new Date(nowMs + lengthsMs[length]).toISOString();
}

export function isMuted({ muted_until }: Pick<Conversation, 'muted_until'>, nowMs: number): boolean {
  return muted_until !== null && Date.parse(muted_until) > nowMs;
}
