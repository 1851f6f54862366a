import { createRecentEmoji, type EmojiStore } from '../../emoji/recent-emoji.ts';

const usual = ['👍', '❤️', '😂', '🎉', '😮'] as const;

/** The emoji offered at once: those used last on this device, then the usual ones. */
export function quickEmoji(store: EmojiStore): readonly string[] {
  return [...new Set([...createRecentEmoji(store).list(), ...usual])].slice(0, usual.length);
}
