/**
 * One emoji as it is loaded: the emoji, its English name, shortcodes without colons (the best known first), search
 * words, group of Unicode, version of Emoji that brought it, and its five skin tones from light to dark, or none.
 */
export type EmojiRow = readonly [
  emoji: string,
  name: string,
  shortcodes: readonly string[],
  tags: readonly string[],
  group: number,
  version: number,
  tones: readonly string[],
];

export interface EmojiEntry {
  readonly emoji: string;
  readonly name: string;
  readonly shortcodes: readonly string[];
  readonly tags: readonly string[];
  readonly group: number;
  readonly version: number;
  /** by skin tone from light to dark; empty where there are none */
  readonly tones: readonly string[];
}

/** In the order of the keyboard. */
export type EmojiTable = readonly EmojiEntry[];

export function readEmojiTable(rows: readonly EmojiRow[]): EmojiTable {
  return rows.map(([emoji, name, shortcodes, tags, group, version, tones]) => {
    return { emoji, name, shortcodes, tags, group, version, tones };
  });
}

/** By the emoji itself and by each of its skin tones. */
export function indexByEmoji(table: EmojiTable): ReadonlyMap<string, EmojiEntry> {
  const entries = table.flatMap((entry) =>
    [entry.emoji, ...entry.tones].map((emoji): [string, EmojiEntry] => [emoji, entry]),
  );
  return new Map(entries);
}
