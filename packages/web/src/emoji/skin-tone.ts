import type { EmojiEntry } from './emoji-table.ts';
import type { EmojiStore } from './recent-emoji.ts';

export const skinTones = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

export type SkinTone = (typeof skinTones)[number];

const key = 'emoji.skin-tone';

/** `none` where nothing, or nothing we know, was chosen. */
export function readSkinTone(store: EmojiStore): SkinTone {
  const stored = store.get(key);
  return skinTones.find((tone) => tone === stored) ?? 'none';
}

export function keepSkinTone(store: EmojiStore, tone: SkinTone): void {
  store.set(key, tone);
}

/** The emoji in that tone, or as it is where it has none. */
export function inSkinTone({ emoji, tones }: Pick<EmojiEntry, 'emoji' | 'tones'>, tone: SkinTone): string {
  return tones[skinTones.indexOf(tone) - 1] ?? emoji;
}
