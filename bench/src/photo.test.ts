import { expect, test } from 'bun:test';
import sharp from 'sharp';
import { takePhoto } from './photo.ts';

test('a photo has 12 megapixels and as many bytes as a telephone makes of them', async () => {
  const { jpeg, megapixels } = await takePhoto();
  const { width, height, format } = await sharp(jpeg).metadata();
  expect({ width, height, format, megapixels }).toEqual({
    width: 4_000,
    height: 3_000,
    format: 'jpeg',
    megapixels: 12,
  });
  expect(jpeg.length).toBeGreaterThan(1_500_000);
  expect(jpeg.length).toBeLessThan(8_000_000);
});
