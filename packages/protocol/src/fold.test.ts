import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { foldName } from './fold.ts';

test('SEC2: names that people take for the same fold to the same text', () => {
  const same: [string, string][] = [
    ['Ann', 'ANN'],
    ['José', 'JOSE'],
    ['Jose\u0301', 'José'],
    ['Straße', 'STRASSE'],
    ['Ａｎｎ', 'ann'],
    ['ﬁn', 'FIN'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδος'],
    ['Ёлка', 'елка'],
  ];
  for (const [one, other] of same) expect([one, foldName(one)]).toEqual([one, foldName(other)]);
});

test('SEC2: names that differ stay different', () => {
  for (const [one, other] of [
    ['ann', 'anna'],
    ['a b', 'ab'],
    ['山', '川'],
    ['a.b', 'a_b'],
  ] as const)
    expect(foldName(one)).not.toBe(foldName(other));
});

test('SEC2: the beginning of a word finds the word, also where its last letter looks different', () => {
  expect(foldName('ΟΔΟΣ ΑΘΗΝΑ').startsWith(foldName('οδοσ'))).toBe(true);
  expect(foldName('ΣΟΦΟΣΑ').startsWith(foldName('ΣΟΦΟΣ'))).toBe(true);
});

test('SEC2: property: folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => foldName(foldName(name)) === foldName(name)),
    { numRuns: 1_000 },
  );
});

test('SEC2: no single code point folds differently the second time', () => {
  const unstable: string[] = [];
  for (let code = 0; code < 0x30000; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const once = foldName(String.fromCodePoint(code));
    if (foldName(once) !== once) unstable.push(code.toString(16));
  }
  expect(unstable).toEqual([]);
});
