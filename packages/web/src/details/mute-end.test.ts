import { expect, test } from 'bun:test';
import { muteLengths, mutedUntil } from '../conversations/mute.ts';
import { muteWords } from './mute-end.ts';

const nowMs = new Date(2026, 2, 3, 12).getTime();
const words = (until: string | null, atMs = nowMs) => muteWords({ muted_until: until }, atMs);

test('the words say whether a conversation is muted, and until when', () => {
  expect(words(null)).toBe('On');
  expect(words(mutedUntil('hour', nowMs))).toBe('Off until 13:00');
  expect(words(mutedUntil('week', nowMs))).toMatch(/^Off until .*10.*12:00$/);
  expect(words(mutedUntil('always', nowMs))).toBe('Off');
});

test('every mute but the endless one is over after a week and a day', () => {
  const laterMs = nowMs + 8 * 24 * 60 * 60 * 1000;
  const after = muteLengths.map((length) => words(mutedUntil(length, nowMs), laterMs));
  expect(after).toEqual(['On', 'On', 'On', 'Off']);
});
