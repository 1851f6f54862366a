import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { fitBars, fitWaveform } from './waveform-bars.ts';

test('bars are the loudest of their share, fewer or more than were recorded', () => {
  expect(fitBars([1, 9, 2, 3], 2)).toEqual([9, 3]);
  expect(fitBars([5, 7], 4)).toEqual([5, 5, 7, 7]);
  expect(fitBars([], 4)).toEqual([]);
});

test('a waveform is as the wire wants it: whole numbers from 0 to 100, silence stays silent', () => {
  expect(fitWaveform([10, 20, 5], 3)).toEqual([50, 100, 25]);
  expect(fitWaveform([0, 1, 0], 3)).toEqual([0, 0, 0]);
  fc.assert(
    fc.property(fc.array(fc.float({ min: 0, max: 100, noNaN: true }), { minLength: 1 }), (levels) => {
      const bars = fitWaveform(levels, 64);
      expect(bars).toHaveLength(64);
      for (const bar of bars) expect(Number.isInteger(bar) && bar >= 0 && bar <= 100).toBe(true);
    }),
  );
});
