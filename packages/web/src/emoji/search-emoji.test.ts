import { expect, test } from 'bun:test';
import { buildEmojiTable } from '../../vite-plugins/build-emoji-table.ts';
import { readEmojiTable } from './emoji-table.ts';
import { searchEmoji } from './search-emoji.ts';

const table = readEmojiTable(buildEmojiTable());
const namesFor = (search: string): string[] => searchEmoji(table, search).map(({ name }) => name);

test('what is it, or begins with it, comes before what merely contains it', () => {
  const rows = [
    ['g', 'none', ['dog'], ['horse'], 0, 1, []],
    ['f', 'tag inside', ['zzz'], ['concat'], 0, 1, []],
    ['e', 'scatter', [], [], 0, 1, []],
    ['d', 'tag', ['yyy'], ['cat food'], 0, 1, []],
    ['c', 'grinning cat', [], [], 0, 1, []],
    ['b', 'cats', [], [], 0, 1, []],
    ['a', 'animal', ['cat'], [], 0, 1, []],
  ] as const;
  const found = searchEmoji(readEmojiTable(rows), ' Cat ').map(({ emoji }) => emoji);
  expect(found).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('hearts come first for heart, then faces with hearts; of the keyboard’s groups none goes before a better fit', () => {
  const names = namesFor('heart');
  expect(names[0]).toBe('red heart');
  expect(names.indexOf('heart suit')).toBeLessThan(names.indexOf('broken heart'));
  expect(names.indexOf('broken heart')).toBeLessThan(names.indexOf('kiss mark'));
  const loved = namesFor('love');
  expect(loved.indexOf('red heart')).toBeLessThan(loved.indexOf('gloves'));
});

test('a shortcode is found as it is written, and nothing by what nothing is called', () => {
  expect(namesFor('thumbs_up')[0]).toBe('thumbs up');
  expect(namesFor('+1')[0]).toBe('thumbs up');
  expect(namesFor('-1')[0]).toBe('thumbs down');
  expect(namesFor('qqqq')).toEqual([]);
});
