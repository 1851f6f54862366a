import { ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';
import { thumbhashUrl } from '../thumbhash-url.ts';
import type { GalleryItem } from './use-gallery-items.ts';
import { useZoom } from './use-zoom.ts';

export interface GalleryPhotoProps {
  readonly media: GalleryItem['media'];
  readonly onSwipe: (by: 1 | -1) => void;
}

/** One photo as large as the window, or larger. */
export function GalleryPhoto({ media, onSwipe }: GalleryPhotoProps) {
  const stage = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLImageElement>(null);
  const { zoom, zoomIn, zoomOut, ...pointer } = useZoom(stage, picture, onSwipe);
  const { scale, x, y } = zoom;
  const keys = useRef({ zoomIn, zoomOut });
  keys.current = { zoomIn, zoomOut };
  useEffect(() => {
    const stop = new AbortController();
    document.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === '+' || key === '=') keys.current.zoomIn();
        if (key === '-') keys.current.zoomOut();
      },
      { signal: stop.signal },
    );
    return () => stop.abort();
  }, []);
  const blurred = thumbhashUrl(media.placeholder);
  const t = texts.media;
  return (
    <>
      <div ref={stage} className={`gallery__stage ${scale > 1 ? 'gallery__stage--zoomed' : ''}`} {...pointer}>
        <img
          ref={picture}
          className="gallery__photo"
          src={media.url}
          alt={media.filename}
          width={media.width}
          height={media.height}
          draggable={false}
          style={{
            transform: `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)})`,
            ...(blurred === undefined ? {} : { backgroundImage: `url(${blurred})` }),
          }}
        />
      </div>
      <div className="gallery__zoom">
        <IconButton
          icon={ZoomOut}
          label={t.zoomOut}
          keys="-"
          className="gallery__button"
          disabled={scale === 1}
          onClick={zoomOut}
        />
        <IconButton icon={ZoomIn} label={t.zoomIn} keys="+" className="gallery__button" onClick={zoomIn} />
      </div>
    </>
  );
}
