/** How a picture is looked at: so many times as large as it fits, moved by so many px from the middle. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const whole: Zoom = { scale: 1, x: 0, y: 0 };
const most = 8;
/** What a key, a button or a double click does. */
export const zoomStep = 1.6;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Larger or smaller by a factor, around a point that stays where it is; `at` counts from the middle. */
export function zoomBy(zoom: Zoom, factor: number, at: Point = { x: 0, y: 0 }): Zoom {
  const scale = Math.min(most, Math.max(1, zoom.scale * factor));
  if (scale === 1) return whole;
  const grown = scale / zoom.scale;
  return { scale, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown };
}

/** Moved, as far as there is something to see: `size` is what the picture has at scale 1, px. */
export function panBy(
  zoom: Zoom,
  by: Point,
  size: { readonly width: number; readonly height: number },
): Zoom {
  const clamp = (value: number, length: number): number => {
    const room = (length * (zoom.scale - 1)) / 2;
    // Minus nothing is nothing.
    return Math.min(room, Math.max(-room, value)) + 0;
  };
  return { ...zoom, x: clamp(zoom.x + by.x, size.width), y: clamp(zoom.y + by.y, size.height) };
}
