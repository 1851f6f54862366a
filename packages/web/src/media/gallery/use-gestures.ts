import { useRef, type MouseEvent, type PointerEvent, type RefObject } from 'react';
import { swipeOf, type Gesture } from './gesture.ts';
import type { Point } from './zoom.ts';

export interface GestureOptions {
  readonly picture: RefObject<HTMLElement | null>;
  readonly onGesture: (gesture: Gesture) => void;
  /** Whether a finger that goes down there may swipe, and wants nothing else. */
  readonly maySwipe: (at: Point) => boolean;
}

export interface GestureHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

/** A press that moved no further than this is still a click, px. */
const stillPx = 8;

/** Swipes of one finger over the stage, and clicks beside the picture, which close. */
export function useGestures({ picture, onGesture, maySwipe }: GestureOptions): GestureHandlers {
  const fingers = useRef(new Set<number>());
  const pressed = useRef<Point>(undefined);
  const isSwipe = useRef(false);
  /** The picture goes with the finger, and back when that is lifted. */
  const follow = (way: Point | undefined): void => {
    if (picture.current !== null)
      picture.current.style.translate =
        way === undefined ? '' : `${String(way.x)}px ${String(Math.max(0, way.y))}px`;
  };
  return {
    onPointerDown(event) {
      const at = pointOf(event);
      pressed.current = at;
      if (event.pointerType !== 'touch') return;
      fingers.current.add(event.pointerId);
      isSwipe.current = fingers.current.size === 1 && maySwipe(at);
      follow(undefined);
    },
    onPointerMove(event) {
      if (isSwipe.current && pressed.current !== undefined) follow(wayOf(pressed.current, pointOf(event)));
    },
    onPointerUp(event) {
      fingers.current.delete(event.pointerId);
      follow(undefined);
      if (!isSwipe.current || pressed.current === undefined) return;
      isSwipe.current = false;
      const gesture = swipeOf(wayOf(pressed.current, pointOf(event)));
      if (gesture !== undefined) onGesture(gesture);
    },
    onPointerCancel(event) {
      fingers.current.delete(event.pointerId);
      isSwipe.current = false;
      follow(undefined);
    },
    onClick(event) {
      const at = pointOf(event);
      if (pressed.current === undefined || picture.current === null) return;
      const way = wayOf(pressed.current, at);
      if (Math.hypot(way.x, way.y) > stillPx) return;
      // Not by the target: whatever holds the pointer is that.
      const box = picture.current.getBoundingClientRect();
      const isInside = at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom;
      if (!isInside) onGesture('close');
    },
  };
}

const pointOf = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });
const wayOf = (from: Point, to: Point): Point => ({ x: to.x - from.x, y: to.y - from.y });
