import { expect, test } from 'bun:test';
import { createRecentEmoji } from '../../emoji/recent-emoji.ts';
import { createMemoryStore } from '../../emoji/testing/memory-store.ts';
import { quickEmoji } from './quick-emoji.ts';

test('RCT1: five emoji are offered, those used last first, each once', () => {
  const store = createMemoryStore();
  expect(quickEmoji(store)).toEqual(['👍', '❤️', '😂', '🎉', '😮']);
  const recent = createRecentEmoji(store);
  for (const emoji of ['🎉', '🐙']) recent.add(emoji);
  expect(quickEmoji(store)).toEqual(['🐙', '🎉', '👍', '❤️', '😂']);
  for (const emoji of ['1️⃣', '2️⃣', '3️⃣', '4️⃣']) recent.add(emoji);
  expect(quickEmoji(store)).toEqual(['4️⃣', '3️⃣', '2️⃣', '1️⃣', '🐙']);
});
