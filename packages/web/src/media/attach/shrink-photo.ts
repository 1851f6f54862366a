import { drawScaled } from './draw-scaled.ts';

/** Longest side for screens, px. */
const mostPx = 2048;
const quality = 0.85;
/** Below this there is nothing to gain. */
const leastBytes = 300_000;
/** What moves would stand still. */
const still = /^image\/(jpeg|png|webp|avif|heic|heif)$/;

export interface SmallerPhoto {
  readonly file: Blob;
  readonly width: number;
  readonly height: number;
  readonly extension: 'jpg' | 'webp';
}

/** The photo at the size of a screen; undefined where that gains less than a fifth. */
export async function shrinkPhoto(file: Blob, image: HTMLImageElement): Promise<SmallerPhoto | undefined> {
  if (file.size < leastBytes || !still.test(file.type)) return undefined;
  const { naturalWidth: width, naturalHeight: height } = image;
  // Only JPEG has no transparent places to lose.
  const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp';
  const smaller = await drawScaled(image, { width, height, mostPx, type, quality });
  if (smaller === undefined || smaller.size > file.size * 0.8) return undefined;
  const scale = Math.min(1, mostPx / Math.max(width, height));
  return {
    file: smaller,
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    extension: type === 'image/jpeg' ? 'jpg' : 'webp',
  };
}
