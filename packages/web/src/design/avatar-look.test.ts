import { describe, expect, test } from 'bun:test';
import { colorOf, initialsOf } from './avatar-look.ts';

describe('an avatar', () => {
  test.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['ada.lovelace', 'AL'],
    ['Ada Augusta King Lovelace', 'AL'],
    ['  ', '?'],
    ['👩🏽‍🚀 crew', '👩🏽‍🚀C'],
    ['李 小龙', '李小'],
  ])('shows of %p the letters %p', (name, letters) => {
    expect(initialsOf(name)).toBe(letters);
  });

  test('has one of eight colours, always the same for an id', () => {
    const colors = Array.from({ length: 200 }, (_, index) => colorOf(`user ${index}`));
    expect(new Set(colors)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    expect(colorOf('user 7')).toBe(colors[7]!);
  });
});
