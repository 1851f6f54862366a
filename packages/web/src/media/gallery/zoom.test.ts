import { expect, test } from 'bun:test';
import { panBy, whole, zoomBy } from './zoom.ts';

const size = { width: 100, height: 50 };

test('zooming keeps the point under the pointer where it is, and ends at the whole', () => {
  const zoomed = zoomBy(whole, 2, { x: 10, y: -5 });
  expect(zoomed).toEqual({ scale: 2, x: -10, y: 5 });
  expect(zoomBy(zoomed, 0.5, { x: 10, y: -5 })).toEqual(whole);
  expect(zoomBy(zoomed, 0.1, { x: 3, y: 3 })).toEqual(whole);
  expect(zoomBy(whole, 100).scale).toBe(8);
});

test('a picture is moved no further than there is something of it to see', () => {
  const zoomed = zoomBy(whole, 2);
  expect(panBy(zoomed, { x: 20, y: 20 }, size)).toEqual({ scale: 2, x: 20, y: 20 });
  expect(panBy(zoomed, { x: 999, y: -999 }, size)).toEqual({ scale: 2, x: 50, y: -25 });
  expect(panBy(whole, { x: 9, y: 9 }, size)).toEqual(whole);
});
