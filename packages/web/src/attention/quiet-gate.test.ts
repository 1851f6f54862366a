import { describe, expect, test } from 'bun:test';
import { createHandClock } from '../testing/hand-clock.ts';
import { createQuietGate } from './quiet-gate.ts';

describe('the sound', () => {
  test('is heard once for a burst, however long that lasts', () => {
    const clock = createHandClock();
    const maySound = createQuietGate(clock);
    const heard = Array.from({ length: 10 }, () => {
      clock.advance(2_000);
      return maySound('tea');
    });
    expect(heard.filter(Boolean)).toHaveLength(1);
  });

  test('is heard again after a silence', () => {
    const clock = createHandClock();
    const maySound = createQuietGate(clock);
    expect(maySound('tea')).toBe(true);
    clock.advance(3_000);
    expect(maySound('tea')).toBe(true);
  });

  test('of another conversation is heard in the middle of a burst, but not within three seconds', () => {
    const clock = createHandClock();
    const maySound = createQuietGate(clock);
    expect(maySound('tea')).toBe(true);
    clock.advance(1_000);
    expect(maySound('bob')).toBe(false);
    clock.advance(1_000);
    expect(maySound('tea')).toBe(false);
    clock.advance(2_000);
    expect(maySound('bob')).toBe(true);
  });
});
