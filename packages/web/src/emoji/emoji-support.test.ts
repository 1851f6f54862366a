import { expect, test } from 'bun:test';
import { keepDrawable } from './emoji-support.ts';
import { readEmojiTable } from './emoji-table.ts';

const table = readEmojiTable([
  ['😀', 'grinning face', ['grinning'], [], 0, 1, []],
  ['🫩', 'face with bags under eyes', ['tired'], [], 0, 16, []],
  ['🪊', 'trombone', ['trombone'], [], 7, 17, []],
  ['🏁', 'chequered flag', ['checkered_flag'], [], 9, 1, []],
  ['🇪🇪', 'flag: Estonia', ['estonia'], [], 9, 2, []],
]);

const namesWhere = (canDraw: (emoji: string) => boolean) =>
  keepDrawable(table, canDraw).map(({ emoji }) => emoji);

test('emoji newer than what the device draws are left out', () => {
  expect(namesWhere((emoji) => emoji !== '🪊')).toEqual(['😀', '🫩', '🏁', '🇪🇪']);
});

test('a device without flags of countries keeps the other flags', () => {
  expect(namesWhere((emoji) => emoji !== '🇪🇺')).toEqual(['😀', '🫩', '🪊', '🏁']);
});

test('a device that seems to draw nothing is shown everything', () => {
  expect(namesWhere(() => false)).toHaveLength(table.length);
});
