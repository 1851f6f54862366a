import type { Conversation } from '@parley/client';
import { isMuted } from '../conversations/mute.ts';
import { texts } from '../texts/texts.ts';
import { formatClock } from '../time/format-time.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Whoever muted for longer than this meant: until I turn it on. */
const foreverMs = 365 * dayMs;

const later = new Intl.DateTimeFormat(texts.time.locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `On`, `Off`, `Off until 14:05`, `Off until Tue, 10 Mar, 14:05` */
export function muteWords(conversation: Pick<Conversation, 'muted_until'>, nowMs: number): string {
  const { details } = texts;
  if (!isMuted(conversation, nowMs)) return details.on;
  const endMs = Date.parse(conversation.muted_until ?? '');
  if (endMs - nowMs > foreverMs) return details.off;
  return details.offUntil(endMs - nowMs < dayMs ? formatClock(endMs) : later.format(endMs));
}
