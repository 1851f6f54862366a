import { expect, test } from 'bun:test';
import { emojiTableAsset } from '../../vite-plugins/emoji-assets.ts';
import { emojiCategories } from './emoji-categories.ts';
import { indexByEmoji, readEmojiTable } from './emoji-table.ts';
import { emojiTablePath } from './emoji-table-path.ts';
import { toPickerData } from './picker-data.ts';

const { path, source } = emojiTableAsset();
const table = readEmojiTable(JSON.parse(source));

test('the path names what is served there', () => {
  expect(emojiTablePath).toBe(path);
});

test('the table stays small: 60 kB gzipped', () => {
  expect(Bun.gzipSync(new TextEncoder().encode(source)).length).toBeLessThan(60 * 1024);
});

test('every emoji is one that others know too, with a name of its own, a shortcode, and no tone or all five', () => {
  expect(table.length).toBeGreaterThan(1900);
  for (const { emoji, tones, shortcodes } of table) {
    for (const item of [emoji, ...tones]) expect(item).toMatch(/^\p{RGI_Emoji}$/v);
    expect(shortcodes.length).toBeGreaterThan(0);
    expect([0, 5]).toContain(tones.length);
  }
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
});

test('an emoji is found by itself and by each of its tones', () => {
  const byEmoji = indexByEmoji(table);
  expect(byEmoji.get('👋')?.name).toBe('waving hand');
  expect(byEmoji.get('👋🏿')?.name).toBe('waving hand');
  expect(byEmoji.get('words')).toBeUndefined();
});

test('every emoji has a category that the picker shows', () => {
  const groups = new Set(table.map(({ group }) => group));
  expect([...groups].toSorted()).toEqual(emojiCategories.map(({ group }) => group).toSorted());
});

test('the picker gets every emoji, and is able to find it by its shortcode', () => {
  const { emojis } = toPickerData(table);
  expect(emojis).toHaveLength(table.length);
  expect(emojis.find(({ emoji }) => emoji === '🎉')?.tags).toContain('tada');
  expect(emojis.find(({ emoji }) => emoji === '👋')?.skins?.medium).toBe('👋🏽');
});

test('what is found stands in one group, and the library keeps its order: of each it makes the same score', () => {
  const { emojis, categories } = toPickerData(table, ' Heart');
  expect(categories).toHaveLength(1);
  expect(emojis[0]?.label).toBe('red heart');
  const scores = emojis.map(({ label, tags }) => {
    const found = tags.filter((tag) => tag.toLowerCase().includes('heart')).length;
    return found + (label.toLowerCase().includes('heart') ? 10 : 0);
  });
  expect(new Set(scores)).toEqual(new Set([10]));
});

test('what is found by a shortcode stays while its next letter is looked for', () => {
  const { emojis } = toPickerData(table, 'tad');
  const party = emojis.find(({ emoji }) => emoji === '🎉');
  expect(party?.tags.filter((tag) => tag.includes('tada'))).toHaveLength(10);
});
