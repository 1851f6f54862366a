import { expect, test } from 'bun:test';
import { isMuted, muteLengths, mutedUntil } from './mute.ts';

const nowMs = Date.parse('2026-03-03T12:00:00.000Z');

test.each([
  ['hour', '2026-03-03T13:00:00.000Z'],
  ['workday', '2026-03-03T20:00:00.000Z'],
  ['week', '2026-03-10T12:00:00.000Z'],
] as const)('a mute for a %s ends at %s', (length, end) => {
  expect(mutedUntil(length, nowMs)).toBe(end);
});

test('every mute begins at once, and ends by itself or not in a lifetime', () => {
  for (const length of muteLengths)
    expect(isMuted({ muted_until: mutedUntil(length, nowMs) }, nowMs)).toBe(true);
  const always = { muted_until: mutedUntil('always', nowMs) };
  expect(isMuted(always, Date.parse('2126-01-01T00:00:00Z'))).toBe(true);
  expect(isMuted({ muted_until: mutedUntil('hour', nowMs) }, Date.parse('2026-03-03T13:00:00Z'))).toBe(false);
  expect(isMuted({ muted_until: null }, nowMs)).toBe(false);
});
