import type { LocalStore } from '../device/local-store.ts';

/** The part of the device's store that the emoji need. */
export type EmojiStore = Pick<LocalStore, 'get' | 'set'>;

const key = 'emoji.recent';
const maxKept = 24;

export interface RecentEmoji {
  /** Most recently used first, at most 24, each once. */
  list(): readonly string[];
  /** Puts it first. */
  add(emoji: string): void;
}

function parseList(text: string | undefined): string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, maxKept) : [];
  } catch {
    return []; // Somebody else wrote there; the next `add` mends it.
  }
}

/** The emoji that were used last on this device. Reads the store at every call: other tabs write it too. */
export function createRecentEmoji(store: EmojiStore): RecentEmoji {
  const list = (): string[] => [...new Set(parseList(store.get(key)))];
  return {
    list,
    add: (emoji) => store.set(key, JSON.stringify([...new Set([emoji, ...list()])].slice(0, maxKept))),
  };
}
