import type { EmojiData } from 'frimousse';
import { texts } from '../texts/texts.ts';
import { emojiCategories } from './emoji-categories.ts';
import type { EmojiEntry, EmojiTable } from './emoji-table.ts';
import { searchEmoji } from './search-emoji.ts';
import { inSkinTone } from './skin-tone.ts';

type PickerEmoji = EmojiData['emojis'][number];

/** Every shade is given, since the picker falls back to nothing: an emoji lacking one appears as it is. */
function listSkins(entry: EmojiEntry): NonNullable<PickerEmoji['skins']> {
  return {
    light: inSkinTone(entry, 'light'),
    'medium-light': inSkinTone(entry, 'medium-light'),
    medium: inSkinTone(entry, 'medium'),
    'medium-dark': inSkinTone(entry, 'medium-dark'),
    dark: inSkinTone(entry, 'dark'),
  };
}

/** What the library makes of a label that contains the query; each tag that does counts one. */
const labelScore = 10;

/**
 * In one group, and of one score each: so the library leaves them all in, in the order that they have. It also searches
 * them for the next letter, before it has the results for that: what is found by its other words stays until then.
 */
function toResults(table: EmojiTable, search: string): PickerEmoji[] {
  const query = search.toLowerCase().trim();
  return searchEmoji(table, search).map((entry) => {
    const words = [query, ...entry.tags, ...entry.shortcodes].join(' ');
    const isNamedSo = entry.name.toLowerCase().includes(query);
    return {
      ...toPickerEmoji(entry),
      category: 0,
      tags: isNamedSo ? [] : Array<string>(labelScore).fill(words),
    };
  });
}

function toPickerEmoji(entry: EmojiEntry): PickerEmoji {
  return {
    emoji: entry.emoji,
    category: entry.group,
    label: entry.name,
    version: entry.version,
    tags: [...entry.tags, ...entry.shortcodes],
    ...(entry.tones.length === 0 ? {} : { skins: listSkins(entry) }),
  };
}

/**
 * The table in the form of the picker: all of it by groups, or what was found, best first. The library's own search
 * has no order but by groups.
 */
export function toPickerData(table: EmojiTable, search = ''): EmojiData {
  const { none: _none, ...skinTones } = texts.emoji.skinTones;
  const isSearching = search.trim() !== '';
  return {
    locale: 'en',
    emojis: isSearching ? toResults(table, search) : table.map(toPickerEmoji),
    categories: isSearching
      ? [{ index: 0, label: texts.emoji.results }]
      : emojiCategories.map(({ group, label }) => ({ index: group, label })),
    skinTones,
  };
}
