import { expect, test } from 'bun:test';
import { isComposing } from './is-composing.ts';

test.each([
  ['a key while a word is composed', { isComposing: true, keyCode: 13 }, true],
  ['the Enter that ends it in Safari', { isComposing: false, keyCode: 229 }, true],
  ['an Enter by itself', { isComposing: false, keyCode: 13 }, false],
])('%s', (_name, nativeEvent, expected) => {
  expect(isComposing({ nativeEvent })).toBe(expected);
});
