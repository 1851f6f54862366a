import { expect, test } from 'bun:test';
import { createPlayback } from './playback.ts';

test('whatever begins stops what was heard before, and only that', () => {
  const playback = createPlayback();
  const stopped: string[] = [];
  const one = { pause: () => stopped.push('one') };
  const other = { pause: () => stopped.push('other') };
  playback.begin(one);
  playback.begin(one);
  expect(stopped).toEqual([]);
  playback.begin(other);
  expect(stopped).toEqual(['one']);
  playback.pause();
  expect(stopped).toEqual(['one', 'other']);
});

test('where nothing was heard, nothing is to be stopped', () => {
  expect(() => createPlayback().pause()).not.toThrow();
});
