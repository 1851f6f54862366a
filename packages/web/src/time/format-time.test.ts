import { describe, expect, test } from 'bun:test';
import { formatClock, formatDay, formatLastSeen, formatShort } from './format-time.ts';

/** In the zone of this machine, as the app shows it. */
const at = (year: number, month: number, day: number, hour = 12, minute = 0): number =>
  new Date(year, month - 1, day, hour, minute).getTime();
const nowMs = at(2026, 11, 25, 15, 30);

describe('times', () => {
  test('the clock has two digits each, also at midnight', () => {
    expect(formatClock(at(2026, 11, 25, 0, 5))).toBe('00:05');
    expect(formatClock(at(2026, 11, 25, 14, 5))).toBe('14:05');
  });

  test('a list shows the clock today, the weekday within a week, then the date, then the year', () => {
    expect(formatShort(at(2026, 11, 25, 9, 1), nowMs)).toBe('09:01');
    expect(formatShort(at(2026, 11, 24, 23, 59), nowMs)).toBe('Tue');
    expect(formatShort(at(2026, 3, 3), nowMs)).toBe('3 Mar');
    expect(formatShort(at(2025, 3, 3), nowMs)).toBe('3 March 2025');
    expect(formatShort(at(2026, 11, 26), nowMs)).toBe('12:00');
  });

  test('days are counted by the calendar, not by 24 hours', () => {
    const justAfterMidnight = at(2026, 11, 25, 0, 1);
    expect(formatDay(at(2026, 11, 24, 23, 59), justAfterMidnight)).toBe('Yesterday');
    expect(formatDay(justAfterMidnight, justAfterMidnight)).toBe('Today');
  });

  test('last seen is said in words, finer the shorter ago it was', () => {
    expect(formatLastSeen(nowMs - 20_000, nowMs)).toBe('last seen just now');
    expect(formatLastSeen(nowMs - 60_000, nowMs)).toBe('last seen 1 minute ago');
    expect(formatLastSeen(at(2026, 11, 25, 9), nowMs)).toBe('last seen today at 09:00');
    expect(formatLastSeen(at(2026, 11, 24, 9), nowMs)).toBe('last seen yesterday at 09:00');
    expect(formatLastSeen(at(2025, 3, 3), nowMs)).toBe('last seen 3 March 2025');
  });
});
