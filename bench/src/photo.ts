import { randomFillSync } from 'node:crypto';
import sharp from 'sharp';

export interface Photo {
  readonly jpeg: Uint8Array;
  readonly megapixels: number;
}

const size = { width: 4_000, height: 3_000 };
/** Broad shapes and edges: spots of colour, drawn large. */
const spots = { width: 96, height: 72 };
/** Grain of a small sensor, most of it, of 255. */
const grainMost = 8;
/** No divisor of a row's length, so that no pattern shows. */
const grainBytes = 999_983;

/** What a telephone takes, as far as a decoder can tell: 12 megapixels, smooth areas, edges and grain, 2 to 6 MB. */
export async function takePhoto(): Promise<Photo> {
  const colours = randomFillSync(new Uint8Array(spots.width * spots.height * 3));
  const shapes = await sharp(colours, { raw: { ...spots, channels: 3 } })
    .resize({ ...size, kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
  const pixels = new Uint8ClampedArray(shapes);
  const grain = randomFillSync(new Uint8Array(grainBytes)).map((value) => value % (2 * grainMost + 1));
  for (let n = 0; n < pixels.length; n++)
    pixels[n] = (pixels[n] ?? 0) + (grain[n % grainBytes] ?? 0) - grainMost;
  const jpeg = await sharp(pixels, { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
  return { jpeg, megapixels: (size.width * size.height) / 1e6 };
}
