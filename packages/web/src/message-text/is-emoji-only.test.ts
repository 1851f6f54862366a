import { expect, test } from 'bun:test';
import { isEmojiOnly } from './is-emoji-only.ts';

const yes = [
  '👍',
  '👍🏽',
  '❤️',
  '😀😀',
  '😀 🎉 👏',
  '🇩🇪',
  '👩‍👩‍👧‍👦',
  '1️⃣',
  '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
  ' 😀\n',
  '🏳️‍🌈🏳️‍🌈🏳️‍🌈',
];
const no = [
  '',
  ' ',
  'a',
  '1',
  '123',
  '#',
  '*',
  '©',
  '™',
  '❤',
  '😀a',
  ':)',
  '😀😀😀😀',
  '\uFE0F',
  '\u200D',
  `😀${'\u0301'.repeat(9)}`,
  '😀'.repeat(8_000),
];

test.each(yes)('%j is emoji only', (text) => {
  expect(isEmojiOnly(text)).toBeTrue();
});

test.each(no)('%j is not', (text) => {
  expect(isEmojiOnly(text)).toBeFalse();
});
