import { ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';
import { usePlaceholder } from '../use-placeholder.ts';
import { fitStage } from './fit-stage.ts';
import type { Gesture } from './gesture.ts';
import type { GalleryItem } from './use-gallery-items.ts';
import { useGestures } from './use-gestures.ts';
import { useZoom } from './use-zoom.ts';

export interface GalleryPhotoProps {
  readonly media: GalleryItem['media'];
  readonly onGesture: (gesture: Gesture) => void;
}

/** One photo as large as the window, or larger. */
export function GalleryPhoto({ media, onGesture }: GalleryPhotoProps) {
  const stage = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLImageElement>(null);
  const { zoom, zoomIn, zoomOut, ...pointer } = useZoom(stage, picture);
  const { scale, x, y } = zoom;
  // What is larger than the window is moved by one finger.
  const gestures = useGestures({ picture, onGesture, maySwipe: () => scale === 1 });
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
  const { isLoaded, style, onLoad } = usePlaceholder(media);
  const t = texts.media;
  return (
    <>
      <div
        ref={stage}
        className={`gallery__stage ${scale > 1 ? 'gallery__stage--zoomed' : ''}`}
        onPointerDown={(event) => {
          pointer.onPointerDown(event);
          gestures.onPointerDown(event);
        }}
        onPointerMove={(event) => {
          pointer.onPointerMove(event);
          gestures.onPointerMove(event);
        }}
        onPointerUp={(event) => {
          pointer.onPointerUp(event);
          gestures.onPointerUp(event);
        }}
        onPointerCancel={(event) => {
          pointer.onPointerUp(event);
          gestures.onPointerCancel(event);
        }}
        onClick={gestures.onClick}
      >
        <img
          ref={picture}
          className={`gallery__photo ${isLoaded ? 'gallery__photo--loaded' : ''}`}
          src={media.url}
          alt={media.filename}
          draggable={false}
          onLoad={onLoad}
          style={{
            ...fitStage(media),
            transform: `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)})`,
            ...style,
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
