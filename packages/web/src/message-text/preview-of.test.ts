import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { longestPreview, previewOf } from './preview-of.ts';

const pairs: readonly [typed: string, preview: string][] = [
  ['hello', 'hello'],
  ['**b** *i* ~~s~~ `c` [l](http://a.example)', 'b i s c l'],
  ['a\n\n  b\tc', 'a b c'],
  ['> quote\nanswer', 'quote answer'],
  ['- a\n- b', 'a b'],
  ['1. a\n2. b', '1. a 2. b'],
  ['```ts\nlet a;\n```', 'let a;'],
  ['http://a.example/x', 'http://a.example/x'],
  ['a\u202Eb\u2066c\u2069', 'abc'],
  ['<b>&lt;', '<b>&lt;'],
  ['', ''],
  [' \n ', ''],
];

describe('a preview', () => {
  test.each(pairs)('of %j is one plain line', (typed, preview) => {
    expect(previewOf(typed)).toBe(preview);
  });

  test('is cut between graphemes', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(previewOf('a'.repeat(140))).toBe('a'.repeat(140));
    expect(previewOf('a'.repeat(141))).toBe(`${'a'.repeat(139)}…`);
    expect(previewOf('a'.repeat(135) + family)).toBe(`${'a'.repeat(135)}…`);
    expect(previewOf('word '.repeat(40)).endsWith('word…')).toBeTrue();
  });

  test('does not stack accents', () => {
    expect(previewOf(`Z${'\u0301'.repeat(500)}a`)).toBe(`Z${'\u0301'.repeat(4)}a`);
  });

  test('is cut even within a single grapheme', () => {
    expect([...previewOf('👩\u200D'.repeat(400))].length).toBeLessThanOrEqual(longestPreview);
  });

  test('SEC7: of any text is short, one line, and reorders nothing', () => {
    const parts = fc.constantFrom(
      'a',
      '*',
      '**',
      '`',
      '\n',
      '\n> ',
      '\n- ',
      '\u202E',
      '\u2067',
      '\0',
      '👩‍👩‍👧‍👦',
      '日本',
      'e\u0301',
      ' ',
      'word ',
    );
    const texts = fc.oneof(
      fc.array(parts, { maxLength: 300 }).map((all) => all.join('')),
      fc.string({ unit: 'binary', maxLength: 400 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const preview = previewOf(text);
        expect([...preview].length).toBeLessThanOrEqual(longestPreview);
        expect(preview).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
        expect(preview).toBe(preview.trim());
      }),
      { numRuns: 1_000 },
    );
  });
});
