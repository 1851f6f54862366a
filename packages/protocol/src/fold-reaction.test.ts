import { expect, test } from 'bun:test';
import { foldReaction } from './fold-reaction.ts';

const reactions = (...changes: readonly (readonly [user: string, emoji: string, on?: boolean])[]) =>
  changes.reduce<ReturnType<typeof foldReaction<string>>>(
    (all, [user, emoji, on = true]) => foldReaction(all, { user, emoji, on }),
    [],
  );

test('RCT1: emoji stand by first use, people by coming; what nobody has any more is gone', () => {
  expect(reactions(['ann', '👍'], ['bob', '🎉'], ['bob', '👍'], ['ann', '🎉'])).toEqual([
    { emoji: '👍', count: 2, user_ids: ['ann', 'bob'] },
    { emoji: '🎉', count: 2, user_ids: ['bob', 'ann'] },
  ]);
  expect(reactions(['ann', '👍'], ['bob', '🎉'], ['ann', '👍', false], ['cy', '👍'])).toEqual([
    { emoji: '🎉', count: 1, user_ids: ['bob'] },
    { emoji: '👍', count: 1, user_ids: ['cy'] },
  ]);
});

test('RCT1: what is so already changes nothing', () => {
  const once = reactions(['ann', '👍']);
  expect(foldReaction(once, { user: 'ann', emoji: '👍', on: true })).toBe(once);
  expect(foldReaction(once, { user: 'bob', emoji: '👍', on: false })).toBe(once);
  expect(foldReaction(once, { user: 'ann', emoji: '🎉', on: false })).toBe(once);
});

test('RCT1: beyond a hundred people are counted and not named, and whoever goes is one less', () => {
  const many = Array.from({ length: 130 }, (_, index) => [`user-${String(index)}`, '👍'] as const);
  const [all] = reactions(...many);
  expect([all?.count, all?.user_ids.length, all?.user_ids.at(-1)]).toEqual([130, 100, 'user-99']);
  const [left] = reactions(...many, ['user-120', '👍', false], ['user-0', '👍', false]);
  expect([left?.count, left?.user_ids.length, left?.user_ids[0]]).toEqual([128, 99, 'user-1']);
});
