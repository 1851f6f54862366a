import { expect, test } from 'bun:test';
import { createRecentEmoji } from './recent-emoji.ts';
import { createMemoryStore } from './testing/memory-store.ts';

test('the emoji used last comes first, and each is there once', () => {
  const recent = createRecentEmoji(createMemoryStore());
  for (const emoji of ['😀', '🎉', '👍', '😀']) recent.add(emoji);
  expect(recent.list()).toEqual(['😀', '👍', '🎉']);
});

test('24 are kept', () => {
  const recent = createRecentEmoji(createMemoryStore());
  const emoji = Array.from({ length: 30 }, (_, index) => String.fromCodePoint(0x1f600 + index));
  for (const item of emoji) recent.add(item);
  expect(recent.list()).toEqual(emoji.toReversed().slice(0, 24));
});

test('the next visit finds them again', () => {
  const store = createMemoryStore();
  createRecentEmoji(store).add('🎉');
  expect(createRecentEmoji(store).list()).toEqual(['🎉']);
});

test.each(['', 'no json', '{}', 'null', '[1, null, "🎉", "🎉"]'])(
  'what is kept may be anything: %p',
  (kept) => {
    const recent = createRecentEmoji(createMemoryStore({ 'emoji.recent': kept }));
    expect(recent.list()).toEqual(kept.includes('🎉') ? ['🎉'] : []);
    recent.add('👍');
    expect(recent.list()[0]).toBe('👍');
  },
);
