import { useRef } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { fitStage } from './fit-stage.ts';
import type { Gesture } from './gesture.ts';
import { useGestures } from './use-gestures.ts';
import type { GalleryItem } from './use-gallery-items.ts';

export interface GalleryVideoProps {
  readonly media: GalleryItem['media'];
  readonly onGesture: (gesture: Gesture) => void;
}

/** As high as the browser's own controls, where a finger moves the place in the video, px. */
const controlsPx = 80;

/** One video as large as the window. */
export function GalleryVideo({ media, onGesture }: GalleryVideoProps) {
  const { playback } = useApp();
  const video = useRef<HTMLVideoElement>(null);
  const gestures = useGestures({
    picture: video,
    onGesture,
    maySwipe: ({ y }) => {
      const box = video.current?.getBoundingClientRect();
      return box === undefined || y < box.bottom - controlsPx || y > box.bottom;
    },
  });
  return (
    <div className="gallery__stage" {...gestures}>
      <video
        ref={video}
        className="gallery__video"
        src={media.url}
        poster={media.thumbnailUrl}
        style={fitStage(media)}
        aria-label={media.filename}
        controls
        autoPlay
        playsInline
        onPlay={(event) => playback.begin(event.currentTarget)}
      />
    </div>
  );
}
