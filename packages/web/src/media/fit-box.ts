/** Width and height of the place that a picture has among the messages, px. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Large enough to see what it is, small enough to read on. */
const most: Box = { width: 320, height: 360 };
/** There must be room for a ring and a button. */
const least: Box = { width: 120, height: 96 };
const unknown: Box = { width: 240, height: 180 };

/**
 * The place of a picture of this size: its own shape where that fits, never larger than the picture itself unless that
 * is tiny. Known before anything has loaded. WEB9
 */
export function fitBox(width: number | undefined, height: number | undefined): Box {
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0)) return unknown;
  const scale = Math.min(1, most.width / width, most.height / height);
  return {
    width: Math.round(Math.max(least.width, width * scale)),
    height: Math.round(Math.max(least.height, height * scale)),
  };
}

/** Whether a picture is smaller than its place. It is shown in its own size then, not blown up. */
export function isSmall(width: number | undefined, height: number | undefined): boolean {
  if (width === undefined || height === undefined) return false;
  const box = fitBox(width, height);
  return width <= box.width && height <= box.height && (width < box.width || height < box.height);
}
