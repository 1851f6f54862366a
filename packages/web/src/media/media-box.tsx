import { useState, type ReactNode } from 'react';
import { fitBox, isSmall } from './fit-box.ts';
import { thumbhashUrl } from './thumbhash-url.ts';
import type { ShownMedia } from './shown-media.ts';

export interface MediaBoxProps {
  readonly media: ShownMedia;
  readonly isTile: boolean;
  readonly children: ReactNode;
}

/** The place of a picture or a video: it has its size before anything of it has loaded, and keeps it. WEB9 */
export function MediaBox({ media, isTile, children }: MediaBoxProps) {
  const { width, height } = fitBox(media.width, media.height);
  const [isLoaded, setIsLoaded] = useState(false);
  // Behind what is transparent it would stay to be seen.
  const blurred = isLoaded ? undefined : thumbhashUrl(media.placeholder);
  const load = (): void => setIsLoaded(true);
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
      onLoadCapture={load}
      onLoadedDataCapture={load}
      style={{
        ...(isTile ? {} : { width, aspectRatio: `${width} / ${height}` }),
        ...(blurred === undefined ? {} : { backgroundImage: `url(${blurred})` }),
      }}
    >
      {children}
    </div>
  );
}
