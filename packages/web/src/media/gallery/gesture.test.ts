import { expect, test } from 'bun:test';
import { swipeOf } from './gesture.ts';

test('a finger that goes sideways turns, one that goes down closes', () => {
  expect(swipeOf({ x: -80, y: 30 })).toBe('next');
  expect(swipeOf({ x: 80, y: -30 })).toBe('previous');
  expect(swipeOf({ x: 30, y: 120 })).toBe('close');
});

test('what goes up, or not far, is no swipe', () => {
  expect(swipeOf({ x: 0, y: -300 })).toBeUndefined();
  expect(swipeOf({ x: 40, y: 20 })).toBeUndefined();
  expect(swipeOf({ x: 0, y: 60 })).toBeUndefined();
  expect(swipeOf({ x: 0, y: 0 })).toBeUndefined();
});
