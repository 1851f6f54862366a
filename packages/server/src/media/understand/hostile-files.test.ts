import { afterAll, describe, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { makeGif, makePngBomb, makeZip } from './testing/handmade-files.ts';
import { findMissingTool, type RealFile } from './testing/real-files.ts';
import { createUnderstandBench, outcomeOf } from './testing/understand-bench.ts';

const bench = createUnderstandBench();
afterAll(bench.dispose);

const understand = (name: string, bytes: Uint8Array | string) =>
  bench.understand(bench.files.write(name, bytes), { voice: false });

const workerPath = new URL('./testing/faulty-worker.ts', import.meta.url).pathname;

describe('decoders that go wrong', () => {
  const bad = createUnderstandBench({ workerPath });
  afterAll(bad.dispose);
  const tell = (name: string) => bad.understand(bad.files.write(name, 'x'), { voice: false });

  test('MED3: a file that crashes its decoder is refused, and leaves nothing behind', async () => {
    bad.files.write('crash.content', 'half');
    expect(outcomeOf(await tell('crash'))).toBe('unsupported_type');
    expect(existsSync(`${bad.files.folder}/crash.content`)).toBe(false);
    expect(bad.warnings).not.toHaveLength(0);
  });

  test('MED3: a decoder cannot make a type that the table does not have', async () => {
    expect(outcomeOf(await tell('lie'))).toBe('unsupported_type');
    expect(outcomeOf(await tell('babble'))).toBe('unsupported_type');
  });

  test('MED3: a full disk is the server’s fault, and worth another try', async () => {
    expect(await tell('fail')).toMatchObject({ ok: false, error: { code: 'unavailable', retry: true } });
  });

  test('MED3: a file that takes too long is refused', async () => {
    const impatient = createUnderstandBench({ workerPath, deadlineMs: 50 });
    const path = impatient.files.write('hang', 'x');
    expect(await impatient.understand(path, { voice: false })).toMatchObject({
      error: { code: 'unsupported_type', message: 'The file took too long to read.' },
    });
    await impatient.dispose();
  });

  test('MED3: too many files at once are turned away, with a time to come back', async () => {
    const small = createUnderstandBench({ workerPath, deadlineMs: 50, maxWaiting: 0 });
    const path = small.files.write('hang', 'x');
    const [, second] = await Promise.all([1, 2].map(() => small.understand(path, { voice: false })));
    expect(second).toMatchObject({ error: { code: 'overloaded', retry_after_ms: 5000 } });
    await small.dispose();
  });

  test('MED3: decoders that do not start refuse nobody for their file', async () => {
    const broken = createUnderstandBench({ workerPath: `${workerPath}.missing` });
    const path = broken.files.write('text', 'x');
    expect(outcomeOf(await broken.understand(path, { voice: false }))).toBe('unavailable');
    expect(broken.warnings).toHaveLength(1);
    await broken.dispose();
  });
});

describe('bytes that go wrong', () => {
  const magics = [
    '',
    'GIF89a',
    '\x89PNG\r\n\x1a\n',
    '\xff\xd8\xff\xe0\0\x10JFIF',
    'RIFF\xff\xff\0\0WEBPVP8 ',
    'RIFF\xff\xff\0\0WAVEfmt ',
    '\0\0\0\x18ftypisom',
    '\0\0\0\x1cftypavif',
    '\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska',
    '\x1a\x45\xdf\xa3\x93\x42\x82\x84webm',
    'OggS\0\x02',
    '\xff\xfb\x90',
    '\xff\xf1\x50',
    'fLaC\0\0\0\x22',
    'ID3\x04\0\0\0\0\0\x7f',
    'PK\x03\x04',
    '%PDF-1.7',
  ];

  test('MED3: whatever the bytes, the answer is a type of the table or a refusal', async () => {
    const anyBytes = fc.tuple(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 400 }));
    await fc.assert(
      fc.asyncProperty(anyBytes, async ([magic, rest]) => {
        const found = await understand('any', Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
        if (!found.ok) expect(['unsupported_type', 'too_large', 'invalid']).toContain(found.error.code);
      }),
      { numRuns: 150 },
    );
    expect(bench.warnings).toEqual([]);
    expect(readdirSync(bench.files.folder).filter((name) => name.startsWith('any.'))).toEqual([]);
  });

  test('MED3: random bytes that happen to begin like sound are a file', async () => {
    for (const start of ['fffb90', 'fff150']) {
      const bytes = Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(200, 7)]);
      expect(outcomeOf(await understand('noise', bytes))).toMatchObject({
        media: { kind: 'file', mimeType: 'application/octet-stream' },
      });
    }
  });

  test('MED3: a script behind or inside an image does not come out again', async () => {
    const script = '*/=1;alert(document.cookie)//<script>alert(1)</script>';
    const gif = Buffer.concat([makeGif(2), Buffer.from(script)]);
    const png = Buffer.concat([makePngBomb(20, 20), makeZip({ 'evil.html': script })]);
    for (const [name, bytes] of [
      ['gif', gif],
      ['png', png],
    ] as const) {
      const found = await understand(name, bytes);
      if (!found.ok) throw new Error(found.error.message);
      expect(found.value.media.kind).toBe('image');
      const served = readFileSync(found.value.content ?? '', 'latin1');
      for (const word of ['alert', 'script', 'evil', 'PK\x03\x04']) expect(served).not.toContain(word);
    }
  });

  test('MED3: markup is text to download, whatever it calls itself', async () => {
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    for (const [name, text] of [
      ['photo.png', svg],
      ['photo.svg', svg],
      ['photo.jpg', '<html><script>alert(1)</script></html>'],
      ['photo.gif', 'GIF87 <script>alert(1)</script>'],
    ] as const)
      expect(outcomeOf(await understand(name, text))).toMatchObject({
        media: { kind: 'file', mimeType: 'text/plain' },
      });
  });
});

const missing = findMissingTool();
if (missing !== undefined)
  test.skip(`skipped: MED3 hostile files made by tools: ${missing}`, () => undefined);
else
  describe('files that go wrong', () => {
    const cutOff = (name: RealFile, part: number): Buffer => {
      const bytes = bench.files.bytes(name);
      return bytes.subarray(0, Math.floor(bytes.length * part));
    };

    const refusedWhenCut = [
      'wide.jpg',
      'progressive.jpg',
      'noise.png',
      'still.webp',
      'moving.webp',
      'still.avif',
      'film.mp4',
      'early-index.mp4',
      'pieces.mp4',
      'film.mov',
      'film.webm',
      'film.mkv',
      'sound.m4a',
    ] as const;

    test.each(refusedWhenCut)('MED3: %s that is cut off is refused', async (name) => {
      expect(outcomeOf(await understand('cut', cutOff(name, 0.6)))).toBe('unsupported_type');
    });

    test('MED3: sound that can be heard up to where it is cut off is kept', async () => {
      for (const name of ['sound.mp3', 'sound.aac', 'sound.flac', 'swell.wav'] as const) {
        const found = outcomeOf(await understand('cut', cutOff(name, 0.6)));
        expect(found).toMatchObject({ media: { kind: 'audio' } });
      }
    });

    test('MED3: an animation that is cut off keeps its whole frames', async () => {
      const found = outcomeOf(await understand('cut', cutOff('moving.gif', 0.9)));
      expect(found).toMatchObject({ media: { kind: 'image' } });
    });

    test('MED3: a PDF with an image in it is a PDF, an image with a PDF behind it an image', async () => {
      const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF';
      const photo = bench.files.bytes('still.jpg');
      const first = await understand('pdf', Buffer.concat([Buffer.from(pdf), photo]));
      expect(outcomeOf(first)).toMatchObject({ media: { kind: 'file', mimeType: 'application/pdf' } });
      const second = await understand('photo', Buffer.concat([photo, Buffer.from(pdf)]));
      if (!second.ok) throw new Error(second.error.message);
      expect(second.value.media.mimeType).toBe('image/jpeg');
      expect(readFileSync(second.value.content ?? '', 'latin1')).not.toContain('PDF');
    });

    test('MED3: one byte changed anywhere in a real file harms nothing', async () => {
      const names = ['still.jpg', 'moving.gif', 'still.avif', 'film.mp4', 'film.webm', 'sound.opus'] as const;
      const changes = fc.tuple(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(255),
      );
      await fc.assert(
        fc.asyncProperty(changes, async ([name, where, value]) => {
          const bytes = Buffer.from(bench.files.bytes(name));
          bytes[Math.floor(where * (bytes.length - 1))] = value;
          const found = await understand('changed', bytes);
          if (!found.ok) expect(['unsupported_type', 'too_large']).toContain(found.error.code);
        }),
        { numRuns: 60 },
      );
      expect(bench.warnings).toEqual([]);
    });
  });
