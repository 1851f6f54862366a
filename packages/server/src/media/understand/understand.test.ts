import { afterAll, describe, expect, test } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { allowedTypes } from './allowed-types.ts';
import { downloads, turnMp4 } from './testing/handmade-files.ts';
import { findMissingTool, type RealFile } from './testing/real-files.ts';
import { createUnderstandBench, outcomeOf } from './testing/understand-bench.ts';

const bench = createUnderstandBench();
afterAll(bench.dispose);

const plain = { voice: false };
const image = (mimeType: string) => ({ kind: 'image', mimeType });
const video = (mimeType: string) => ({ kind: 'video', mimeType, width: 64, height: 48 });
const audio = (mimeType: string) => ({ kind: 'audio', mimeType });
const file = (mimeType: string) => ({ kind: 'file', mimeType });

const made: Readonly<Record<string, { kind: string; mimeType: string }>> = {
  'still.jpg': image('image/jpeg'),
  'still.png': image('image/png'),
  'moving.apng': image('image/png'),
  'still.gif': image('image/gif'),
  'moving.gif': image('image/gif'),
  'still.webp': image('image/webp'),
  'moving.webp': image('image/webp'),
  'still.avif': image('image/avif'),
  'film.mp4': video('video/mp4'),
  'early-index.mp4': video('video/mp4'),
  'pieces.mp4': video('video/mp4'),
  'film.3gp': video('video/mp4'),
  'film.mov': video('video/quicktime'),
  'film.webm': video('video/webm'),
  'film.mkv': video('video/matroska'),
  'voice.mp4': audio('audio/mp4'),
  'sound.m4a': audio('audio/mp4'),
  'voice.webm': audio('audio/webm'),
  'live-voice.webm': audio('audio/webm'),
  'voice.mkv': audio('audio/matroska'),
  'sound.mp3': audio('audio/mpeg'),
  'sound.aac': audio('audio/aac'),
  'sound.opus': audio('audio/ogg'),
  'sound.ogg': audio('audio/ogg'),
  'sound.flac': audio('audio/flac'),
  'swell.wav': audio('audio/wav'),
  'still.heic': file('image/heic'),
  'still.tiff': file('image/tiff'),
  'still.bmp': file('image/bmp'),
  'film.ogv': file('application/octet-stream'),
  'film.avi': file('application/octet-stream'),
};

const texts = ['notes.txt', 'page.html', 'drawing.svg', 'data.xml'];

const downloadTypes = Object.keys(downloads).map((name) => {
  if (texts.includes(name)) return [name, 'text/plain'] as const;
  const extension = name.split('.').pop() ?? '';
  const row = allowedTypes.find((type) => type.reader === 'none' && type.extension === extension);
  const isPlain = name === 'utf-16.txt' || row?.reader !== 'none';
  return [name, isPlain ? 'application/octet-stream' : row.mimeType] as const;
});

describe('what needs no tools', () => {
  test.each(downloadTypes)('MED1: %s is a download of the type %s', async (name, mimeType) => {
    const path = bench.files.write(name, downloads[name]?.() ?? '');
    const found = outcomeOf(await bench.understand(path, { voice: true }));
    expect(found).toMatchObject({ media: { kind: 'file', mimeType } });
    expect(found).not.toHaveProperty('content');
    expect(found).not.toHaveProperty('media.voice');
  });

  test('MED1: an empty file is invalid, and so is a waveform that is none', async () => {
    expect(outcomeOf(await bench.understand(bench.files.write('empty', ''), plain))).toBe('invalid');
    const path = bench.files.write('text', 'text');
    for (const waveform of [[], [101], [-1], [0.5], new Array<number>(129).fill(1)])
      expect(outcomeOf(await bench.understand(path, { voice: true, waveform }))).toBe('invalid');
  });

  test('MED1: every type of the table has a file among these tests', () => {
    const tested = new Set([
      ...Object.values(made).map(({ mimeType }) => mimeType),
      ...downloadTypes.map(([, mimeType]) => mimeType),
    ]);
    const published = allowedTypes.flatMap((type) =>
      type.reader === 'container' ? [type.audio, ...(type.video ? [type.video] : [])] : [type],
    );
    expect([...tested].sort()).toEqual([...new Set(published.map(({ mimeType }) => mimeType))].sort());
  });
});

const missing = findMissingTool();
if (missing !== undefined) test.skip(`skipped: MED1 files made by tools: ${missing}`, () => undefined);
else
  describe('what tools make', () => {
    test.each(Object.entries(made))('MED1: %s is found from its bytes', async (name, media) => {
      // The keys of the table are names of files.
      const bytes = bench.files.bytes(name as RealFile);
      const path = bench.files.write('no-extension', bytes);
      const found = await bench.understand(path, plain);
      expect(outcomeOf(found)).toMatchObject({ media });
    });

    test('MED1: sound and film have a length, a file has none', async () => {
      for (const name of ['film.mp4', 'film.webm', 'live-voice.webm', 'sound.mp3', 'sound.opus'] as const) {
        const found = await bench.understand(bench.files.path(name), plain);
        if (!found.ok) throw new Error(`${name}: ${found.error.message}`);
        expect(found.value.media.durationMs).toBeWithin(900, 1200);
      }
      const found = await bench.understand(bench.files.path('still.tiff'), plain);
      expect(outcomeOf(found)).not.toHaveProperty('media.durationMs');
    });

    test('MED1: a film that is shown turned has the size at which it is shown', async () => {
      const path = bench.files.write('turned', turnMp4(bench.files.bytes('film.mp4')));
      const found = await bench.understand(path, plain);
      expect(outcomeOf(found)).toMatchObject({ media: { width: 48, height: 64 } });
    });

    test('MED1: a recording without pictures is a voice message when its sender says so', async () => {
      const waveform = [0, 50, 100];
      const found = await bench.understand(bench.files.path('voice.webm'), { voice: true, waveform });
      expect(outcomeOf(found)).toMatchObject({
        media: { kind: 'audio', voice: true, waveform },
        extension: 'webm',
      });
      const film = await bench.understand(bench.files.path('film.webm'), { voice: true, waveform });
      expect(outcomeOf(film)).not.toHaveProperty('media.voice');
      expect(outcomeOf(film)).not.toHaveProperty('media.waveform');
    });

    test('MED1: the waveform of a WAV file is its loudness', async () => {
      const found = await bench.understand(bench.files.path('swell.wav'), plain);
      if (!found.ok) throw new Error(found.error.message);
      const { waveform = [] } = found.value.media;
      expect(waveform).toHaveLength(64);
      expect(waveform.at(-1)).toBe(100);
      expect(waveform).toEqual(waveform.toSorted((a, b) => a - b));
    });

    test('MED1: a name says nothing about the bytes', async () => {
      const photo = bench.files.write('song.mp3', bench.files.bytes('still.jpg'));
      expect(outcomeOf(await bench.understand(photo, plain))).toMatchObject({ extension: 'jpg' });
      const text = bench.files.write('photo.jpg', 'not a photo');
      expect(outcomeOf(await bench.understand(text, plain))).toMatchObject({ extension: 'txt' });
    });

    test('MED1: what is served as received is left alone', async () => {
      const before = readdirSync(bench.files.folder);
      const path = bench.files.path('film.mp4');
      const bytes = bench.files.bytes('film.mp4');
      const found = await bench.understand(path, plain);
      expect(outcomeOf(found)).not.toHaveProperty('content');
      expect(bench.files.bytes('film.mp4').equals(bytes)).toBe(true);
      expect(readdirSync(bench.files.folder)).toEqual(before);
      expect(existsSync(`${path}.thumbnail`)).toBe(false);
    });
  });
