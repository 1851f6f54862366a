import { texts } from '../texts/texts.ts';

/** All times here are UTC ms; they are shown in the time zone of the device, and in the language of the texts. */

const clockTime = new Intl.DateTimeFormat(texts.time.locale, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const second = new Intl.DateTimeFormat(texts.time.locale, { timeStyle: 'medium', hourCycle: 'h23' });
const weekday = new Intl.DateTimeFormat(texts.time.locale, { weekday: 'short' });
const longWeekday = new Intl.DateTimeFormat(texts.time.locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const dayAndMonth = new Intl.DateTimeFormat(texts.time.locale, { day: 'numeric', month: 'short' });
const fullDay = new Intl.DateTimeFormat(texts.time.locale, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const exact = new Intl.DateTimeFormat(texts.time.locale, { dateStyle: 'full', timeStyle: 'medium' });

const dayMs = 24 * 60 * 60 * 1000;

/** Days from one time to the other, as the calendar of the device counts them. */
function daysBetween(earlierMs: number, laterMs: number): number {
  return Math.round((startOfDay(laterMs) - startOfDay(earlierMs)) / dayMs);
}

export function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}

/** `14:05` */
export function formatClock(atMs: number): string {
  return clockTime.format(atMs);
}

/** For lists: `14:05` today, `Mon` within a week, then `3 Mar`, with the year when it is another one. */
export function formatShort(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs);
  if (days <= 0) return formatClock(atMs);
  if (days < 7) return weekday.format(atMs);
  return isSameYear(atMs, nowMs) ? dayAndMonth.format(atMs) : fullDay.format(atMs);
}

/** For the line between two days. */
export function formatDay(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs);
  if (days === 0) return texts.time.today;
  if (days === 1) return texts.time.yesterday;
  return isSameYear(atMs, nowMs) ? longWeekday.format(atMs) : fullDay.format(atMs);
}

/** To the second: `14:05:09` today, else `3 Mar, 14:05:09`. */
export function formatSecond(atMs: number, nowMs: number): string {
  const time = second.format(atMs);
  return daysBetween(atMs, nowMs) === 0 ? time : `${dayAndMonth.format(atMs)}, ${time}`;
}

/** On hover and for screen readers. */
export function formatExact(atMs: number): string {
  return exact.format(atMs);
}

/** `last seen 5 minutes ago`, `last seen yesterday at 14:05`, `last seen 3 March 2025` */
export function formatLastSeen(atMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000);
  const days = daysBetween(atMs, nowMs);
  const { time } = texts;
  if (minutes < 1) return time.lastSeenNow;
  if (minutes < 60) return time.lastSeen(time.minutesAgo(minutes));
  if (days <= 0) return time.lastSeen(time.todayAt(formatClock(atMs)));
  if (days === 1) return time.lastSeen(time.yesterdayAt(formatClock(atMs)));
  return time.lastSeen(isSameYear(atMs, nowMs) ? dayAndMonth.format(atMs) : fullDay.format(atMs));
}

function isSameYear(oneMs: number, otherMs: number): boolean {
  return new Date(oneMs).getFullYear() === new Date(otherMs).getFullYear();
}
