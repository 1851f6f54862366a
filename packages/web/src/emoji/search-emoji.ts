import type { EmojiEntry, EmojiTable } from './emoji-table.ts';
import { fit, fitName, toWords } from './name-fit.ts';

/**
 * What the picker shows for a search, best first: a name or a shortcode that is it, that begins with it, that has a
 * word which does; then search words that do; then all that merely contain it. Among equals the order of the keyboard.
 */
export function searchEmoji(table: EmojiTable, search: string): EmojiTable {
  const query = toWords(search.trim());
  return table
    .flatMap((entry) => {
      const rank = rankEntry(entry, query);
      return rank === undefined ? [] : [{ entry, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

function rankEntry({ name, shortcodes, tags }: EmojiEntry, query: string): number | undefined {
  const named = bestFit([name, ...shortcodes], query);
  if (named <= fit.wordPrefix) return named;
  const tagged = bestFit(tags, query);
  if (tagged <= fit.wordPrefix) return fit.wordPrefix + 1;
  const contained = Math.min(named, tagged + 1);
  return contained === Infinity ? undefined : contained + 1;
}

function bestFit(names: readonly string[], query: string): number {
  return Math.min(...names.map((name) => fitName(toWords(name), query) ?? Infinity));
}
