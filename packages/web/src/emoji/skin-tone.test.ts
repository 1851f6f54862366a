import { expect, test } from 'bun:test';
import { inSkinTone, keepSkinTone, readSkinTone, skinTones } from './skin-tone.ts';
import { createMemoryStore } from './testing/memory-store.ts';

const wave = { emoji: '👋', tones: ['👋🏻', '👋🏼', '👋🏽', '👋🏾', '👋🏿'] };

test('a tone is kept, and something unknown counts as none', () => {
  const store = createMemoryStore({ 'emoji.skin-tone': 'purple' });
  expect(readSkinTone(store)).toBe('none');
  keepSkinTone(store, 'medium');
  expect(readSkinTone(store)).toBe('medium');
});

test('an emoji takes each tone in order, and stays as it is where it has none', () => {
  expect(skinTones.map((tone) => inSkinTone(wave, tone))).toEqual([wave.emoji, ...wave.tones]);
  expect(inSkinTone({ emoji: '🎉', tones: [] }, 'dark')).toBe('🎉');
});
