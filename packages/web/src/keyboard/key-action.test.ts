import { describe, expect, test } from 'bun:test';
import { keyAction, neighbourOf, type PressedKey } from './key-action.ts';

function press(key: string, held: Partial<PressedKey> = {}): PressedKey {
  return { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held };
}

describe('a key', () => {
  test('? shows the keys, but is a question mark while writing', () => {
    expect(keyAction(press('?', { shiftKey: true }), false)).toBe('help');
    expect(keyAction(press('?', { shiftKey: true }), true)).toBeUndefined();
  });

  test('Alt with an arrow goes to the conversation above or below, also while writing', () => {
    expect(keyAction(press('ArrowUp', { altKey: true }), true)).toBe('previous');
    expect(keyAction(press('ArrowDown', { altKey: true }), true)).toBe('next');
  });

  test.each([
    press('ArrowUp'),
    press('ArrowUp', { altKey: true, ctrlKey: true }),
    press('ArrowDown', { altKey: true, shiftKey: true }),
    press('?', { metaKey: true }),
    press('a', { altKey: true }),
  ])('is left to others: %p', (pressed) => {
    expect(keyAction(pressed, false)).toBeUndefined();
  });
});

describe('the conversation beside', () => {
  test.each<[string | undefined, 1 | -1, string | undefined]>([
    ['b', -1, 'a'],
    ['b', 1, 'c'],
    ['a', -1, undefined],
    ['c', 1, undefined],
    [undefined, 1, 'a'],
    [undefined, -1, undefined],
    ['gone', 1, 'a'],
  ])('%p by %p is %p', (current, step, found) => {
    expect(neighbourOf(['a', 'b', 'c'], current, step)).toBe(found);
  });
});
