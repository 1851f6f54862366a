import { describe, expect, test } from 'bun:test';
import { matchName } from './match-name.ts';

function ranked(query: string, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, score: matchName(query, name) }))
    .filter(({ score }) => score !== undefined)
    .sort((one, other) => other.score! - one.score!)
    .map(({ name }) => name);
}

describe('matchName', () => {
  test.each([
    ['ada', 'Ada Lovelace'],
    ['al', 'Ada Lovelace'],
    ['adlov', 'Ada Lovelace'],
    ['ada lov', 'Ada Lovelace'],
    ['zoe', 'Zoë'],
    ['brn', 'Brian'],
    ['ÉCOLE', 'ecole'],
    ['', 'anybody'],
  ])('%p finds %p', (query, name) => {
    expect(matchName(query, name)).toBeDefined();
  });

  test.each([
    ['lova', 'Ava Lo'],
    ['adaa', 'Ada'],
    ['x', 'Ada Lovelace'],
    ['marg', 'Bartholomew Featherstonehaugh-Cholmondeley'],
    ['much longer than the name', 'Ada'],
  ])('%p does not find %p', (query, name) => {
    expect(matchName(query, name)).toBeUndefined();
  });

  test('a name that begins with it comes before a word that does, and that before letters anywhere', () => {
    expect(ranked('an', ['Brian Cox', 'Lee Andrews', 'Anna Berg'])).toEqual([
      'Anna Berg',
      'Lee Andrews',
      'Brian Cox',
    ]);
  });

  test('initials beat the same letters inside of a word', () => {
    expect(ranked('gh', ['Night shift', 'Grace Hopper'])).toEqual(['Grace Hopper', 'Night shift']);
  });

  test('of two that fit as well the shorter comes first', () => {
    expect(ranked('tea', ['Tea and cake', 'Tea'])).toEqual(['Tea', 'Tea and cake']);
  });

  test('the best way to find the letters counts, not the first', () => {
    expect(matchName('lo', 'Al Lo')!).toBe(matchName('lo', 'Xy Lo')!);
  });
});
