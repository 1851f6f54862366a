import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { createIdSet } from './id-set.ts';

/** Few different words, so that ids differ in one word only, collide and come again. */
const word = fc.constantFrom('00000001', '00000400', 'ffffffff', '80000000');
const id = fc
  .tuple(word, word, word, word)
  .map(([a, b, c, d]) => `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`);

test('SND2: a set of ids knows what a set of strings knows', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 400 }), id, (ids, other) => {
      const model = new Set<string>();
      const set = createIdSet();
      for (const one of ids) {
        expect(set.add(one)).toBe(!model.has(one));
        model.add(one);
      }
      expect(set.size()).toBe(model.size);
      expect(set.has(other)).toBe(model.has(other));
    }),
  );
});

test('SND2: a set of ids keeps all of them while it grows', () => {
  const set = createIdSet();
  const nth = (n: number) => `0190cccc-cccc-7ccc-8ccc-${n.toString(16).padStart(12, '0')}`;
  for (let n = 0; n < 20_000; n += 1) expect(set.add(nth(n))).toBe(true);
  for (let n = 0; n < 20_000; n += 1) if (!set.has(nth(n))) throw new Error(`${nth(n)} is lost`);
  expect([set.has(nth(20_000)), set.add(nth(7)), set.size()]).toEqual([false, false, 20_000]);
});
