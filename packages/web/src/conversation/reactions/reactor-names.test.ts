import { expect, test } from 'bun:test';
import { reactorNames } from './reactor-names.ts';

const people = new Map(
  ['Ann', 'Bob', 'Cy', 'Dan', 'Eve', 'Flo', 'Gus', 'Hal', 'Ida'].map((name) => [
    name,
    { display_name: name },
  ]),
);
const names = (user_ids: string[], count = user_ids.length) =>
  reactorNames({ user_ids, count }, people, 'me');

test('RCT1: who reacted is said by name, oneself first, and of many the number', () => {
  expect(names(['Ann'])).toBe('Ann');
  expect(names(['Ann', 'me'])).toBe('You and Ann');
  expect(names(['Ann', 'Bob', 'me'])).toBe('You, Ann and Bob');
  expect(names(['Ann', 'unknown'])).toBe('Ann and Somebody');
  expect(names([...people.keys()])).toBe('Ann, Bob, Cy, Dan, Eve, Flo, Gus, Hal and 1 other');
  expect(names([...people.keys(), 'me'], 130)).toBe('You, Ann, Bob, Cy, Dan, Eve, Flo, Gus and 122 others');
});
