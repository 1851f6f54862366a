import type { Presence } from '@parley/client';
import { texts } from '../texts/texts.ts';
import { formatLastSeen } from '../time/format-time.ts';

/** `online`, `away`, `last seen 5 minutes ago`; undefined where nothing is known. */
export function presenceWords(presence: Presence | undefined, nowMs: number): string | undefined {
  if (presence === undefined) return undefined;
  const { status, last_seen } = presence;
  if (status !== 'offline') return texts.time[status];
  return last_seen === null ? undefined : formatLastSeen(Date.parse(last_seen), nowMs);
}
