import type { ReactNode } from 'react';
import { fitBox, isSmall } from './fit-box.ts';
import type { ShownMedia } from './shown-media.ts';
import { usePlaceholder } from './use-placeholder.ts';

export interface MediaBoxProps {
  readonly media: ShownMedia;
  readonly isTile: boolean;
  readonly children: ReactNode;
}

/** The place of a picture or a video: it has its size before anything of it has loaded, and keeps it. WEB9 */
export function MediaBox({ media, isTile, children }: MediaBoxProps) {
  const { width, height } = fitBox(media.width, media.height);
  const { isLoaded, style, onLoad } = usePlaceholder(media);
  const classes = [
    'media-box',
    isTile && 'media-box--tile',
    // A JPEG covers all of it, and would have its ground shimmer through at round corners.
    isLoaded && media.mimeType !== 'image/jpeg' && 'media-box--loaded',
    isSmall(media.width, media.height) && 'media-box--small',
  ];
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      // Neither event goes up by itself.
      onLoadCapture={onLoad}
      onLoadedDataCapture={onLoad}
      style={{
        ...(isTile ? {} : { width, aspectRatio: `${width} / ${height}` }),
        ...style,
      }}
    >
      {children}
    </div>
  );
}
