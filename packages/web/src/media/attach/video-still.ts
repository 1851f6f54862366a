import { drawScaled } from './draw-scaled.ts';
import { whenLoaded } from './when-loaded.ts';

/** Longest side of what stands for a video, px: as much as the server makes of one. */
const mostPx = 640;
/** The very first picture is often black. */
const atS = 0.2;

/** A picture near the beginning of a loaded video, as JPEG. */
export async function videoStill(video: HTMLVideoElement): Promise<Blob | undefined> {
  if (video.duration > 2 * atS) {
    const sought = whenLoaded(video, 'seeked');
    video.currentTime = atS;
    await sought;
  }
  const size = { width: video.videoWidth, height: video.videoHeight };
  return drawScaled(video, { ...size, mostPx, type: 'image/jpeg', quality: 0.8 });
}
