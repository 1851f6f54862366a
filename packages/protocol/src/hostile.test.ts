import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { findHostile } from './hostile.ts';
import { sizes } from './limits.ts';

const parse = (json: string): unknown => JSON.parse(json);

test('SEC2: __proto__ and constructor are found as JSON.parse leaves them, at any place', () => {
  expect(findHostile(parse('{"__proto__": {"admin": true}}'))).toMatchObject({ path: '__proto__' });
  expect(findHostile(parse('{"a": [1, {"constructor": 1}]}'))).toMatchObject({ path: 'a.1.constructor' });
  expect(findHostile(parse('[[{"__proto__": null}]]'))).toMatchObject({ path: '0.0.__proto__' });
});

test('SEC2: what only looks like a prototype key is let through', () => {
  expect(findHostile(parse('{"proto": 1, "prototype": {}, "a": "__proto__", "b": ["constructor"]}'))).toBe(
    undefined,
  );
});

test('SEC2: NUL and lone surrogates are found in values and in keys, pairs are not', () => {
  expect(findHostile({ a: { b: 'x\0y' } })).toEqual({ path: 'a.b', message: 'contains a NUL character' });
  expect(findHostile({ a: 'x\ud83d' })).toEqual({ path: 'a', message: 'contains a lone surrogate' });
  expect(findHostile(['\ude00\ud83d'])).toMatchObject({ path: '0' });
  expect(findHostile({ a: { 'x\0': 1 } })).toMatchObject({ path: 'a' });
  expect(findHostile({ '\ud83d': 1 })).toMatchObject({ path: '' });
  expect(findHostile({ '😀': '😀 ok' })).toBe(undefined);
});

test('SEC2: nesting is accepted up to the limit and refused beyond it, however deep', () => {
  const nest = (depth: number): unknown => parse('['.repeat(depth) + ']'.repeat(depth));
  expect(findHostile(nest(sizes.jsonDepth))).toBe(undefined);
  expect(findHostile(nest(sizes.jsonDepth + 1))?.message).toContain(String(sizes.jsonDepth));
  expect(findHostile(parse('{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)))).toBeDefined();
});

const plainKey = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .filter((key) => key !== '__proto__' && key !== 'constructor' && !key.includes('\0') && key.isWellFormed());
const plainText = fc
  .string({ unit: 'grapheme' })
  .filter((text) => !text.includes('\0') && text.isWellFormed());
const plainJson = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    plainText,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(plainKey, tie('node'), { maxKeys: 4 }),
  ),
})).node;

test('SEC2: property: ordinary JSON of any shape passes', () => {
  fc.assert(fc.property(plainJson, (value) => findHostile(value) === undefined));
});

const poison = fc.constantFrom<[string, (inner: unknown) => unknown]>(
  ['__proto__', (inner) => Object.fromEntries([['__proto__', inner]])],
  ['constructor', (inner) => ({ constructor: inner })],
  ['text', () => '\0'],
  ['half', () => 'a\udfffb'],
);

test('SEC2: property: one poisoned leaf is found wherever it is, with the path that leads there', () => {
  fc.assert(
    fc.property(plainJson, poison, fc.array(fc.boolean(), { maxLength: 10 }), (rest, [kind, make], way) => {
      let value = make(rest);
      const path = kind === 'text' || kind === 'half' ? [] : [kind];
      for (const isArray of way) {
        value = isArray ? [1, value] : { k: value };
        path.unshift(isArray ? '1' : 'k');
      }
      expect(findHostile(value)?.path).toBe(path.join('.'));
    }),
  );
});
