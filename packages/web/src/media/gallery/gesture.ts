import type { Point } from './zoom.ts';

/** What a hand wants of the gallery. */
export type Gesture = 'next' | 'previous' | 'close';

/** So far sideways turns to the next, so far down closes, px. */
const sidewaysPx = 60;
const downPx = 90;

/** What a finger meant that went this far over a picture; undefined where that is nothing. */
export function swipeOf({ x, y }: Point): Gesture | undefined {
  if (Math.abs(x) > Math.abs(y)) {
    if (Math.abs(x) < sidewaysPx) return undefined;
    return x < 0 ? 'next' : 'previous';
  }
  return y < downPx ? undefined : 'close';
}
