import type { CSSProperties } from 'react';
import type { ShownMedia } from '../shown-media.ts';

/** What is no larger than this, px, is hard to see: it is shown twice as large. */
const smallPx = 160;

/** As large as it is, and no larger than there is room: known before anything of it has loaded, where its size is. */
export function fitStage({ width, height }: Pick<ShownMedia, 'width' | 'height'>): CSSProperties {
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0)) return {};
  const widthPx = Math.max(width, height) <= smallPx ? 2 * width : width;
  const shape = `${String(width)} / ${String(height)}`;
  return { aspectRatio: shape, width: `min(${String(widthPx)}px, 100cqw, 100cqh * ${shape})` };
}
