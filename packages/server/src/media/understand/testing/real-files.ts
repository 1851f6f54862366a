// Real files for the tests, made by the tools that people use: ffmpeg and ImageMagick.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Which tool is missing, as a sentence; `undefined`: all are there. */
export function findMissingTool(): string | undefined {
  const tools = [
    ['ffmpeg', '-version', 'ffmpeg version'],
    ['convert', '-version', 'ImageMagick'],
  ] as const;
  const missing = tools.filter(([tool, ask, answer]) => {
    const { status, stdout } = spawnSync(tool, [ask], { encoding: 'utf8' });
    return status !== 0 || !stdout.includes(answer);
  });
  const names = missing.map(([tool]) => (tool === 'convert' ? 'imagemagick' : tool));
  return names.length === 0 ? undefined : `install ${names.join(' and ')}`;
}

const picture = ['-f', 'lavfi', '-i', 'testsrc=s=64x48:d=1:r=5'];
const sound = ['-f', 'lavfi', '-i', 'sine=d=1'];
const yuv = ['-pix_fmt', 'yuv420p'];

/** What makes each file: `convert` takes the name at its end, and so does `ffmpeg`. */
const recipes = {
  'still.jpg': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'grey.jpg': ['convert', '-size', '60x40', 'gradient:', '-colorspace', 'Gray'],
  'cmyk.jpg': ['convert', '-size', '60x40', 'gradient:red-blue', '-colorspace', 'CMYK'],
  'progressive.jpg': ['convert', '-size', '60x40', 'gradient:red-blue', '-interlace', 'Plane'],
  'still.png': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'clear.png': ['convert', '-size', '60x40', 'gradient:none-blue'],
  'palette.png': ['convert', '-size', '60x40', 'gradient:red-blue', '-colors', '8', '-type', 'Palette'],
  'still.gif': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'still.webp': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'still.avif': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'still.heic': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'still.tiff': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'still.bmp': ['convert', '-size', '60x40', 'gradient:red-blue'],
  'wide.jpg': ['convert', '-size', '1600x400', 'gradient:red-blue'],
  'noise.png': ['convert', '-size', '600x600', '-seed', '1', 'xc:gray', '+noise', 'Random'],
  'colours.png': [
    'convert',
    '-size',
    '600x600',
    '-seed',
    '1',
    'plasma:',
    '-colors',
    '64',
    '-type',
    'Palette',
  ],
  'moving.gif': [
    'convert',
    '-delay',
    '7',
    '-size',
    '60x40',
    'xc:red',
    '-delay',
    '20',
    'xc:green',
    'xc:blue',
    '-loop',
    '3',
  ],
  'moving.webp': ['ffmpeg', ...picture, '-loop', '3', '-c:v', 'libwebp_anim'],
  'moving.apng': ['ffmpeg', ...picture],
  'film.mp4': ['ffmpeg', ...picture, ...sound, ...yuv],
  'early-index.mp4': ['ffmpeg', ...picture, ...sound, ...yuv, '-movflags', '+faststart'],
  'pieces.mp4': ['ffmpeg', ...picture, ...sound, ...yuv, '-movflags', 'frag_keyframe+empty_moov'],
  'film.mov': ['ffmpeg', ...picture, ...sound, ...yuv],
  'film.mkv': ['ffmpeg', ...picture, ...sound, ...yuv],
  'film.webm': ['ffmpeg', ...picture, ...sound],
  'film.3gp': ['ffmpeg', ...picture, ...yuv, '-c:v', 'mpeg4'],
  'film.ogv': ['ffmpeg', ...picture],
  'film.avi': ['ffmpeg', ...picture],
  'voice.webm': ['ffmpeg', ...sound],
  'live-voice.webm': ['ffmpeg', ...sound, '-live', '1'],
  'voice.mp4': ['ffmpeg', ...sound],
  'voice.mkv': ['ffmpeg', ...sound],
  'sound.m4a': ['ffmpeg', ...sound],
  'sound.aac': ['ffmpeg', ...sound],
  'sound.mp3': ['ffmpeg', ...sound],
  'sound.opus': ['ffmpeg', ...sound, '-c:a', 'libopus'],
  'sound.ogg': ['ffmpeg', ...sound, '-c:a', 'libvorbis'],
  'sound.flac': ['ffmpeg', ...sound],
  'swell.wav': ['ffmpeg', '-f', 'lavfi', '-i', 'sine=d=1:r=8000', '-af', 'afade=d=1'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type RealFile = keyof typeof recipes;

/** A folder of real files, each made when it is first asked for. */
export interface RealFiles {
  readonly folder: string;
  /** The file's path; the same each time. */
  path(name: RealFile): string;
  bytes(name: RealFile): Buffer;
  /** Writes a file of that name, whatever is in it. */
  write(name: string, bytes: Uint8Array | string): string;
  remove(): void;
}

export function createRealFiles(): RealFiles {
  const folder = mkdtempSync(join(tmpdir(), 'parley-media-'));
  const made = new Set<string>();

  function path(name: RealFile): string {
    const file = join(folder, name);
    if (made.has(name)) return file;
    const [tool, ...args] = recipes[name];
    const quiet = tool === 'ffmpeg' ? ['-hide_banner', '-loglevel', 'error', '-y', '-threads', '1'] : [];
    const { status, stderr } = spawnSync(tool, [...quiet, ...args, file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${tool} did not make ${name}: ${stderr}`);
    made.add(name);
    return file;
  }

  return {
    folder,
    path,
    bytes: (name) => readFileSync(path(name)),
    write(name, bytes) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
