import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { SmallSet } from './small-set.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), value: fc.nat(11) }),
  fc.record({ kind: fc.constant('delete' as const), value: fc.nat(11) }),
  fc.record({ kind: fc.constantFrom('clear' as const), value: fc.constant(0) }),
);

test('GRP1: a small set answers as a set does, whatever is done to it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const small = new SmallSet<number>();
      const model = new Set<number>();
      for (const { kind, value } of steps) {
        if (kind === 'clear') {
          small.clear();
          model.clear();
        } else expect(small[kind](value) === true).toBe(model[kind](value) === true);
        expect(small.size).toBe(model.size);
        expect(small.has(value)).toBe(model.has(value));
        expect([...small]).toEqual([...model]);
      }
      expect([...small.keys()]).toEqual([...model.keys()]);
      expect([...small.entries()]).toEqual([...model.entries()]);
      const visited: number[] = [];
      small.forEach((value) => visited.push(value));
      expect(visited).toEqual([...model]);
      expect(new Set(small)).toEqual(model);
    }),
  );
});

test('GRP1: who goes through a small set meets everybody who stays, though others leave meanwhile', () => {
  const set = new SmallSet<string>();
  for (const name of ['a', 'b', 'c']) set.add(name);
  const met: string[] = [];
  for (const name of set) {
    met.push(name);
    set.delete(name);
  }
  expect(met).toEqual(['a', 'b', 'c']);
  expect(set.size).toBe(0);
});
