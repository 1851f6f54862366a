import type { EmojiData } from 'frimousse';
import { texts } from '../texts/texts.ts';
import { emojiCategories } from './emoji-categories.ts';
import type { EmojiEntry, EmojiTable } from './emoji-table.ts';
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

/** The table in the form of the picker. It searches names and tags, so shortcodes are tags to it. */
export function toPickerData(table: EmojiTable): EmojiData {
  const { none: _none, ...skinTones } = texts.emoji.skinTones;
  return {
    locale: 'en',
    emojis: table.map((entry) => ({
      emoji: entry.emoji,
      category: entry.group,
      label: entry.name,
      version: entry.version,
      tags: [...entry.tags, ...entry.shortcodes],
      ...(entry.tones.length === 0 ? {} : { skins: listSkins(entry) }),
    })),
    categories: emojiCategories.map(({ group, label }) => ({ index: group, label })),
    skinTones,
  };
}
