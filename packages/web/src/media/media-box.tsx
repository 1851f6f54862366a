import type { ReactNode } from 'react';
import { fitBox } from './fit-box.ts';
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
  const blurred = thumbhashUrl(media.placeholder);
  return (
    <div
      className={`media-box ${isTile ? 'media-box--tile' : ''}`}
      style={{
        ...(isTile ? {} : { width, aspectRatio: `${width} / ${height}` }),
        ...(blurred === undefined ? {} : { backgroundImage: `url(${blurred})` }),
      }}
    >
      {children}
    </div>
  );
}
