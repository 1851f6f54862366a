import { afterAll, describe, expect, test } from 'bun:test';
import { existsSync, readFileSync, statSync } from 'node:fs';
import sharp, { type Metadata } from 'sharp';
import { thumbHashToApproximateAspectRatio } from 'thumbhash';
import { imageLimits, thumbnailSide } from './allowed-types.ts';
import { makeGif, makePngBomb, pngChunk } from './testing/handmade-files.ts';
import { findMissingTool, type RealFile } from './testing/real-files.ts';
import { createUnderstandBench, outcomeOf } from './testing/understand-bench.ts';
import type { Understood } from './understand.ts';

const bench = createUnderstandBench();
afterAll(bench.dispose);

async function understood(path: string): Promise<Understood & { content: string }> {
  const found = await bench.understand(path, { voice: false });
  if (!found.ok) throw new Error(`${path}: ${found.error.message}`);
  const { content } = found.value;
  if (content === undefined) throw new Error(`${path}: nothing was written anew`);
  return { ...found.value, content };
}

/** The bytes of what is served of such bytes. */
async function servedOf(name: string, bytes: Uint8Array): Promise<Buffer> {
  return readFileSync((await understood(bench.files.write(name, bytes))).content);
}

const hasMetadata = ({ exif, xmp, iptc, icc, comments, orientation }: Metadata): boolean =>
  [exif, xmp, iptc, icc, comments, orientation].some((part) => part !== undefined);

/** Whether a pixel is more red than blue. */
async function isRedAt(image: Buffer, left: number, top: number): Promise<boolean> {
  const pixel = await sharp(image).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
  return (pixel[0] ?? 0) > (pixel[2] ?? 0);
}

describe('images by hand', () => {
  test('MED2: an image beyond the pixel limit is too large, however few bytes it has', async () => {
    const bomb = makePngBomb(30_000, 30_000);
    expect(bomb.length).toBeLessThan(1_000_000);
    const found = await bench.understand(bench.files.write('bomb', bomb), { voice: false });
    expect(outcomeOf(found)).toBe('too_large');
    expect(found).toHaveProperty('error.message', expect.stringContaining('900 million'));
  });

  test('MED2: an animation beyond the limit of frames is too large, one at the limit is not', async () => {
    const many = bench.files.write('many', makeGif(imageLimits.frames + 1));
    expect(outcomeOf(await bench.understand(many, { voice: false }))).toBe('too_large');
    const { content } = await understood(bench.files.write('most', makeGif(imageLimits.frames)));
    expect((await sharp(content).metadata()).width).toBe(1);
  });

  test('MED2: texts in a PNG are gone', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const secret = pngChunk('tEXt', Buffer.from('Comment\0at home'));
    const served = await servedOf('texts', Buffer.concat([png.subarray(0, 33), secret, png.subarray(33)]));
    expect(served.includes('at home')).toBe(false);
  });
});

const missing = findMissingTool();
if (missing !== undefined) test.skip(`skipped: MED2 images made by tools: ${missing}`, () => undefined);
else
  describe('images that tools make', () => {
    const still = ['still.jpg', 'still.png', 'still.gif', 'still.webp', 'still.avif'] as const;

    test.each(still)('MED2: %s is written anew in its own format', async (name) => {
      const { content, media, thumbnail } = await understood(bench.files.path(name));
      const facts = await sharp(content).metadata();
      expect(`image/${facts.format === 'heif' ? 'avif' : facts.format}`).toBe(media.mimeType);
      expect([facts.width, facts.height, media.width, media.height]).toEqual([60, 40, 60, 40]);
      expect(await isRedAt(readFileSync(content), 30, 0)).toBe(true);
      expect(await isRedAt(readFileSync(content), 30, 39)).toBe(false);
      // Small enough to be its own thumbnail.
      expect(thumbnail).toBeUndefined();
      expect(media.hasThumbnail).toBeUndefined();
    });

    test('MED2: the place where a photo was taken, its profile and its comments are gone', async () => {
      const here = { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' };
      const told = { IFD0: { Copyright: 'Ann at home', Make: 'Phone' }, IFD3: here };
      for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
        const bytes = await sharp(bench.files.path('still.jpg'))
          .withExif(told)
          .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">at home</x:xmpmeta>')
          .withIccProfile('p3')
          .toFormat(format)
          .toBuffer();
        expect(hasMetadata(await sharp(bytes).metadata())).toBe(true);
        const served = await servedOf(`told-${format}`, bytes);
        expect(hasMetadata(await sharp(served).metadata())).toBe(false);
        for (const word of ['at home', 'Phone', 'Exif', 'xmpmeta', 'ICC_PROFILE'])
          expect(served.includes(word)).toBe(false);
      }
    });

    test('MED2: a photo lies as its camera was held', async () => {
      // 6: the right side is up, so red at the top goes to the right.
      const turned = await sharp(bench.files.path('wide.jpg')).withMetadata({ orientation: 6 }).toBuffer();
      const { media, content, thumbnail = '' } = await understood(bench.files.write('turned', turned));
      expect(media).toMatchObject({ width: 400, height: 1600, hasThumbnail: true });
      expect(await isRedAt(readFileSync(content), 399, 800)).toBe(true);
      expect(await isRedAt(readFileSync(content), 0, 800)).toBe(false);
      expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 160, height: 640 });
      const ratio = thumbHashToApproximateAspectRatio(Buffer.from(media.placeholder ?? '', 'base64'));
      expect(ratio).toBeLessThan(0.5);
    });

    test('MED2: an animation keeps its frames, its times and its rounds; its thumbnail stands still', async () => {
      for (const name of ['moving.gif', 'moving.webp'] as const) {
        const path = bench.files.path(name);
        const received = await sharp(path, { animated: true }).metadata();
        const { content, thumbnail = '', media } = await understood(path);
        const served = await sharp(content, { animated: true }).metadata();
        expect(received.pages).toBeGreaterThan(1);
        const { pages, delay, loop } = received;
        expect(served).toMatchObject({ pages, delay, loop });
        expect(media).toMatchObject({ width: served.width, height: served.pageHeight });
        expect((await sharp(thumbnail).metadata()).pages ?? 1).toBe(1);
      }
    });

    test('MED2: grey, CMYK, progressive and half clear images are images too', async () => {
      for (const name of ['grey.jpg', 'cmyk.jpg', 'progressive.jpg', 'clear.png', 'palette.png'] as const)
        expect((await understood(bench.files.path(name))).media.placeholder).toBeDefined();
      const { content } = await understood(bench.files.path('clear.png'));
      expect((await sharp(content).stats()).isOpaque).toBe(false);
    });

    test('MED2: a large image has a thumbnail of at most 640 pixels a side', async () => {
      for (const name of ['wide.jpg', 'noise.png'] as const) {
        const { thumbnail = '' } = await understood(bench.files.path(name));
        const { format, width, height } = await sharp(thumbnail).metadata();
        expect(format).toBe('webp');
        expect(Math.max(width, height)).toBeLessThanOrEqual(thumbnailSide);
      }
    });

    test('MED2: an image does not grow much by being written anew', async () => {
      const names: RealFile[] = ['wide.jpg', 'noise.png', 'colours.png', 'moving.gif', 'still.avif'];
      for (const name of names) {
        const path = bench.files.path(name);
        const { content } = await understood(path);
        expect(statSync(content).size).toBeLessThan(statSync(path).size * 1.5 + 32_768);
      }
      const rough = await sharp(bench.files.path('noise.png')).jpeg({ quality: 25 }).toBuffer();
      expect((await servedOf('rough', rough)).length).toBeLessThan(rough.length * 3);
    });

    test('MED2: a poster is a still image, of which a thumbnail remains', async () => {
      const path = bench.files.write('poster', bench.files.bytes('wide.jpg'));
      const found = await bench.understandPoster(path);
      if (!found.ok) throw new Error(found.error.message);
      expect(found.value).toMatchObject({ width: 640, height: 160, placeholder: expect.any(String) });
      expect((await sharp(found.value.thumbnail).metadata()).format).toBe('webp');
      expect(existsSync(`${path}.content`)).toBe(false);
      for (const name of ['moving.gif', 'film.mp4', 'still.tiff'] as const)
        expect(outcomeOf(await bench.understandPoster(bench.files.path(name)))).toBe('unsupported_type');
    });
  });
