import type { CSSProperties } from 'react';
import type { ShownMedia } from '../shown-media.ts';

/** As large as it is, and no larger than there is room: known before anything of it has loaded, where its size is. */
export function fitStage({ width, height }: Pick<ShownMedia, 'width' | 'height'>): CSSProperties {
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0)) return {};
  const [wide, high] = [String(width), String(height)];
  return { aspectRatio: `${wide} / ${high}`, width: `min(${wide}px, 100cqw, 100cqh * ${wide} / ${high})` };
}
