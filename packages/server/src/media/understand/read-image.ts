import { stat, writeFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { imageLimits, thumbnailSide, type ImageType } from './allowed-types.ts';
import { contentPath, thumbnailPath, type DecodedPoster, type DecodedUpload } from './decoder-messages.ts';
import { Refused } from './refused.ts';

// One file at a time in a process, on one core, with nothing kept between files.
sharp.concurrency(1);
sharp.cache(false);

// The decoders of the table and no others: whatever libvips believes to see in the bytes, it loads no SVG or PDF.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].flatMap((name) => [
    `VipsForeignLoad${name}File`,
    `VipsForeignLoad${name}Buffer`,
  ]),
});

/** Called once, when an image is within the limits and its pixels are about to be read. */
export type OnDecoding = () => void;

/** Up to this size a small still image is its own thumbnail. */
const SMALL_BYTES = 100_000;

/** How much larger than the bytes received an image may become before a smaller setting is tried. */
const GROWTH = 1.25;
const GROWTH_BYTES = 32_768;

const PLACEHOLDER_SIDE = 100;

/** For each format its settings, best first: a later one is tried when the outcome grew. */
const encoders: Readonly<Record<ImageType['format'], readonly ((image: Sharp, facts: Metadata) => Sharp)[]>> =
  {
    jpeg: [(image) => image.jpeg({ quality: 84 }), (image) => image.jpeg({ quality: 65 })],
    png: [
      // Few colours stay few; as full colour such an image may be three times as large.
      (image, { isPalette }) =>
        image.png(isPalette ? { palette: true, effort: 1, dither: 0 } : { adaptiveFiltering: true }),
    ],
    gif: [(image) => image.gif({ effort: 3 })],
    webp: [
      (image) => image.webp({ quality: 82, effort: 1 }),
      (image) => image.webp({ quality: 60, effort: 1 }),
    ],
    avif: [(image) => image.avif({ quality: 50, effort: 0, chromaSubsampling: '4:2:0' })],
  };

/** Writes an image anew, upright, without metadata and without what was hidden around it, with its thumbnail. MED2 */
export async function readImage(
  path: string,
  type: ImageType,
  onDecoding: OnDecoding,
): Promise<DecodedUpload> {
  const facts = await inspect(path, type.name, [type.format]);
  onDecoding();
  const isAnimated = facts.pages > 1;
  const received = await stat(path);
  const content = await encode(path, type, { facts, isAnimated, receivedBytes: received.size });
  const { width, height } = await decoding(type.name, () => sharp(content, stillOptions).metadata());
  const isOwnThumbnail =
    !isAnimated && Math.max(width, height) <= thumbnailSide && content.length <= SMALL_BYTES;
  const thumbnail = await decoding(type.name, () => shrink(path));
  await writeFile(contentPath(path), content);
  if (!isOwnThumbnail) await writeFile(thumbnailPath(path), thumbnail);
  return {
    media: {
      kind: 'image',
      mimeType: type.mimeType,
      width,
      height,
      placeholder: await placeholderOf(thumbnail),
      ...(isOwnThumbnail ? {} : { hasThumbnail: true as const }),
    },
    extension: type.extension,
    hasContent: true,
  };
}

/** A video's poster, made by its sender's browser: a still image, of which only a thumbnail is kept. MED2 */
export async function readPoster(path: string, onDecoding: OnDecoding): Promise<DecodedPoster> {
  await inspect(path, 'poster', ['jpeg', 'png', 'webp']);
  onDecoding();
  const thumbnail = await decoding('poster', () => shrink(path));
  const { width, height } = await sharp(thumbnail, stillOptions).metadata();
  await writeFile(thumbnailPath(path), thumbnail);
  return { width, height, placeholder: await placeholderOf(thumbnail) };
}

/** An image that is cut off is refused, not filled with grey. */
const stillOptions = {
  failOn: 'truncated',
  limitInputPixels: imageLimits.pixels,
} as const satisfies SharpOptions;

/** Reads no more than the header, and holds it to the limits. */
async function inspect(
  path: string,
  name: string,
  formats: readonly ImageType['format'][],
): Promise<Metadata & { pages: number }> {
  const facts = await decoding(name, () =>
    sharp(path, { ...stillOptions, limitInputPixels: false }).metadata(),
  );
  // libvips calls AVIF by its container, which others share.
  const format = facts.format === 'heif' && facts.compression === 'av1' ? 'avif' : facts.format;
  if (!formats.some((allowed) => allowed === format))
    throw new Refused('unsupported_type', 'The image is not what its first bytes say.');
  const pages = format === 'gif' || format === 'webp' ? (facts.pages ?? 1) : 1;
  if (pages > imageLimits.frames)
    throw new Refused(
      'too_large',
      `The animation has ${pages} frames; at most ${imageLimits.frames} are accepted.`,
    );
  const pixels = facts.width * facts.height * pages;
  if (pixels > imageLimits.pixels)
    throw new Refused(
      'too_large',
      `The image has ${inMillions(pixels)} million pixels${pages > 1 ? ' in its frames' : ''}; at most ${inMillions(imageLimits.pixels)} million are accepted.`,
    );
  return { ...facts, pages };
}

interface Source {
  readonly facts: Metadata;
  readonly isAnimated: boolean;
  readonly receivedBytes: number;
}

async function encode(
  path: string,
  { name, format }: ImageType,
  { facts, isAnimated, receivedBytes }: Source,
): Promise<Buffer> {
  let smallest: Buffer | undefined;
  for (const settings of encoders[format]) {
    const image = sharp(path, { ...stillOptions, animated: isAnimated });
    // Frames lie below each other in an animation, so it is not turned; browsers do not turn them either.
    const upright = isAnimated ? image : image.autoOrient();
    const content = await decoding(name, () => settings(upright, facts).toBuffer());
    if (smallest === undefined || content.length < smallest.length) smallest = content;
    if (smallest.length <= receivedBytes * GROWTH + GROWTH_BYTES) break;
  }
  if (smallest === undefined) throw new Error(`no settings for ${name}`);
  return smallest;
}

/** The first frame, upright, as WebP. */
function shrink(path: string): Promise<Buffer> {
  return sharp(path, stillOptions)
    .autoOrient()
    .resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75, effort: 2 })
    .toBuffer();
}

/** A thumbhash (https://evanw.github.io/thumbhash/) in base64. */
async function placeholderOf(thumbnail: Buffer): Promise<string> {
  const { data, info } = await sharp(thumbnail, stillOptions)
    .resize({ width: PLACEHOLDER_SIDE, height: PLACEHOLDER_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

/** What a decoder throws is the image's fault. Its own words name files and functions, so they stay here. */
async function decoding<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw new Refused('unsupported_type', `The ${what} cannot be read: it is damaged or cut off.`, { cause });
  }
}

const inMillions = (pixels: number): string =>
  (pixels / 1e6).toFixed(pixels < 1e8 ? 1 : 0).replace(/\.0$/, '');
