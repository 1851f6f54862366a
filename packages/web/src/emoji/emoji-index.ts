import { createLocalStore } from '../device/local-store.ts';
import { loadEmojiTable } from './emoji-data.ts';
import { indexByEmoji, type EmojiEntry, type EmojiTable } from './emoji-table.ts';
import { fit, fitName, toWords } from './name-fit.ts';
import { createRecentEmoji, type EmojiStore } from './recent-emoji.ts';
import { inSkinTone, readSkinTone } from './skin-tone.ts';

export interface EmojiSuggestion {
  /** in the person's skin tone */
  readonly emoji: string;
  readonly name: string;
  /** without colons: the one that was found */
  readonly shortcode: string;
}

export interface EmojiIndex {
  /** Best first. `query` as `findCompletion` gives it; nothing for an empty one. */
  search(query: string, limit?: number): EmojiSuggestion[];
  /** To be called with what was inserted: it comes first next time. */
  noteUse(emoji: string): void;
}

/** Where only a search word fits. */
const tagFit = fit.contains + 1;

interface Match {
  readonly entry: EmojiEntry;
  readonly shortcode: string;
  readonly fitness: number;
  /** among the recent ones; all others share one behind them */
  readonly place: number;
}

/** The best of an emoji's shortcodes, or its first one when only a search word fits. */
function matchEntry(entry: EmojiEntry, query: string): { shortcode: string; fitness: number } | undefined {
  const matches = entry.shortcodes.flatMap((shortcode) => {
    const fitness = fitName(toWords(shortcode), query);
    return fitness === undefined ? [] : [{ shortcode, fitness }];
  });
  const best = matches.toSorted(
    (a, b) => a.fitness - b.fitness || a.shortcode.length - b.shortcode.length,
  )[0];
  if (best !== undefined) return best;
  const [shortcode] = entry.shortcodes;
  const hasTag = entry.tags.some((tag) => toWords(tag).startsWith(query));
  return hasTag && shortcode !== undefined ? { shortcode, fitness: tagFit } : undefined;
}

/** By recency, fitness, length of the shortcode; the sort is stable, so ties keep the order of the keyboard. */
function compareMatches(a: Match, b: Match): number {
  return a.place - b.place || a.fitness - b.fitness || a.shortcode.length - b.shortcode.length;
}

/**
 * Search by shortcode. What was used recently comes first where a word of its shortcode begins like the query; then
 * the exact shortcode, those that begin with it, those with a word that does, those that contain it, search words.
 * Among equals the shorter shortcode is first, then the order of the keyboard.
 */
export function createEmojiIndex(table: EmojiTable, store: EmojiStore): EmojiIndex {
  const recent = createRecentEmoji(store);
  const byEmoji = indexByEmoji(table);

  /** Reversed, so that of two skin tones of one emoji the one used later counts. */
  const findPlaces = (): Map<EmojiEntry | undefined, number> =>
    new Map(
      recent
        .list()
        .map((emoji, place) => [byEmoji.get(emoji), place] as const)
        .toReversed(),
    );

  return {
    search(text, limit = 8) {
      const query = toWords(text);
      if (query === '') return [];
      const places = findPlaces();
      const matches = table.flatMap((entry): Match[] => {
        const match = matchEntry(entry, query);
        if (match === undefined) return [];
        const place = match.fitness <= fit.wordPrefix ? places.get(entry) : undefined;
        return [{ entry, ...match, place: place ?? places.size }];
      });
      const tone = readSkinTone(store);
      return matches
        .toSorted(compareMatches)
        .slice(0, limit)
        .map(({ entry, shortcode }) => ({ emoji: inSkinTone(entry, tone), name: entry.name, shortcode }));
    },
    noteUse: recent.add,
  };
}

/** Rejects when the table cannot be had: then there is no completion, and the next call tries again. */
export async function loadEmojiIndex(store: EmojiStore = createLocalStore()): Promise<EmojiIndex> {
  return createEmojiIndex(await loadEmojiTable(), store);
}
