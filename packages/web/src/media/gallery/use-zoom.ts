import { useCallback, useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { panBy, whole, zoomBy, zoomStep, type Point, type Zoom } from './zoom.ts';

export interface ZoomControls {
  readonly zoom: Zoom;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
}

const wheelRate = 0.0022;

/** Wheel, pinch, double click and drag over `stage`. */
export function useZoom(
  stage: RefObject<HTMLElement | null>,
  picture: RefObject<HTMLElement | null>,
): ZoomControls {
  const [zoom, setZoom] = useState(whole);
  const fingers = useRef(new Map<number, Point>());

  const fromMiddle = useCallback(
    ({ x, y }: Point): Point => {
      const box = stage.current?.getBoundingClientRect();
      return box === undefined
        ? { x: 0, y: 0 }
        : { x: x - box.x - box.width / 2, y: y - box.y - box.height / 2 };
    },
    [stage],
  );
  const change = useCallback(
    (factor: number, at?: Point): void =>
      setZoom((now) => panBy(zoomBy(now, factor, at), { x: 0, y: 0 }, sizeOf(picture.current))),
    [picture],
  );

  // React's own listeners may not keep the page from scrolling.
  useEffect(() => {
    const element = stage.current;
    if (element === null) return undefined;
    const stop = new AbortController();
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        change(Math.exp(-event.deltaY * wheelRate), fromMiddle({ x: event.clientX, y: event.clientY }));
      },
      { passive: false, signal: stop.signal },
    );
    element.addEventListener(
      'dblclick',
      (event) => {
        const at = fromMiddle({ x: event.clientX, y: event.clientY });
        setZoom((now) => (now.scale > 1 ? whole : zoomBy(now, zoomStep * zoomStep, at)));
      },
      { signal: stop.signal },
    );
    return () => stop.abort();
  }, [stage, change, fromMiddle]);

  return {
    zoom,
    zoomIn: () => change(zoomStep),
    zoomOut: () => change(1 / zoomStep),
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove(event) {
      const before = fingers.current.get(event.pointerId);
      if (before === undefined) return;
      const now = { x: event.clientX, y: event.clientY };
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
      fingers.current.set(event.pointerId, now);
      const by = { x: now.x - before.x, y: now.y - before.y };
      if (other !== undefined) {
        change(distance(now, other) / Math.max(1, distance(before, other)), fromMiddle(middle(now, other)));
      } else if (zoom.scale > 1) setZoom((held) => panBy(held, by, sizeOf(picture.current)));
    },
    onPointerUp: (event) => fingers.current.delete(event.pointerId),
  };
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
const middle = (one: Point, other: Point): Point => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

function sizeOf(picture: HTMLElement | null): { width: number; height: number } {
  return { width: picture?.offsetWidth ?? 0, height: picture?.offsetHeight ?? 0 };
}
