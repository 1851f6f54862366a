import type { EmojiStore } from '../recent-emoji.ts';

/** A store in memory, with what it holds at first. */
export function createMemoryStore(first: Readonly<Record<string, string>> = {}): EmojiStore {
  const values = new Map(Object.entries(first));
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    },
  };
}
