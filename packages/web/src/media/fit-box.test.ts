import { expect, test } from 'bun:test';
import { fitBox, isSmall } from './fit-box.ts';

test('WEB9: a picture has its place by its own shape, within bounds, before it has loaded', () => {
  expect(fitBox(4000, 3000)).toEqual({ width: 320, height: 240 });
  expect(fitBox(3000, 4000)).toEqual({ width: 270, height: 360 });
  expect(fitBox(200, 150)).toEqual({ width: 200, height: 150 });
});

test('WEB9: what is tiny, very long or of no known size still has room for its buttons', () => {
  expect(fitBox(1, 1)).toEqual({ width: 120, height: 96 });
  expect(fitBox(10_000, 10)).toEqual({ width: 320, height: 96 });
  expect(fitBox(10, 10_000)).toEqual({ width: 120, height: 360 });
  for (const size of [undefined, 0, -1, NaN]) expect(fitBox(size, 10)).toEqual({ width: 240, height: 180 });
});

test('a picture that is smaller than its place in one way and no larger in the other is small', () => {
  expect([isSmall(16, 16), isSmall(60, 300), isSmall(119, 96)]).toEqual([true, true, true]);
  expect([isSmall(120, 96), isSmall(200, 150), isSmall(4000, 3000)]).toEqual([false, false, false]);
  // Of what is very long a part is seen.
  expect([isSmall(10_000, 10), isSmall(undefined, 10)]).toEqual([false, false]);
});
