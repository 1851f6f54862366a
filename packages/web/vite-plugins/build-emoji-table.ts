import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { EmojiRow } from '../src/emoji/emoji-table.ts';

/** What we read of a record of emojibase-data/en/data.json. */
interface EmojibaseRecord {
  readonly label: string;
  readonly hexcode: string;
  readonly emoji: string;
  readonly order?: number;
  readonly group?: number;
  readonly version: number;
  readonly tags?: readonly string[];
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[];
}

type Shortcodes = Readonly<Record<string, string | readonly string[]>>;

/** Skin tones and hair by themselves: parts of emoji, not emoji to pick. */
const componentGroup = 2;

const require = createRequire(import.meta.url);

const readData = (path: string): unknown =>
  JSON.parse(readFileSync(require.resolve(`emojibase-data/${path}`), 'utf8'));

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** The data say U+FE0F also after characters that are emoji without it; others send those without. */
const withoutSpareSelector = (emoji: string): string =>
  emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');

function listTones({ skins = [] }: EmojibaseRecord): string[] {
  const tones: string[] = [];
  for (const { emoji, tone } of skins) if (typeof tone === 'number') tones[tone - 1] = emoji;
  return tones;
}

/** Every emoji that can be picked, in the order of the keyboard, in the compact form that the web app loads. */
export function buildEmojiTable(): EmojiRow[] {
  // The package is pinned, and a test reads every row that comes of it.
  const records = readData('en/data.json') as EmojibaseRecord[];
  const github = readData('en/shortcodes/github.json') as Shortcodes; // likewise
  const emojibase = readData('en/shortcodes/emojibase.json') as Shortcodes; // likewise
  return records
    .filter(({ group }) => group !== undefined && group !== componentGroup)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((record) => {
      const shortcodes = [...listOf(github[record.hexcode]), ...listOf(emojibase[record.hexcode])];
      const emoji = withoutSpareSelector(record.emoji);
      const { label, tags = [], group = 0, version } = record;
      return [emoji, label, [...new Set(shortcodes)], tags, group, version, listTones(record)];
    });
}
