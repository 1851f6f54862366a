import type { FileLook } from '@parley/client';
import { unload } from '../unload.ts';
import { kindOfFile } from './kind-of-file.ts';
import { shrinkPhoto } from './shrink-photo.ts';
import { videoStill } from './video-still.ts';
import { whenLoaded } from './when-loaded.ts';
import type { ChosenFile } from './chosen-file.ts';

type Prepared = Pick<ChosenFile, 'look' | 'poster' | 'smaller'>;

/**
 * Looks into a file as far as this browser can: its size in px, its length, its first picture, a smaller version. What it
 * cannot show is sent as the file that it is.
 */
export async function prepareFile(file: Blob, filename: string): Promise<Prepared> {
  const kind = kindOfFile(file);
  const url = URL.createObjectURL(file);
  const asFile: Prepared = { look: { filename, kind: 'file' }, poster: undefined, smaller: undefined };
  try {
    switch (kind) {
      case 'image':
        return await preparePhoto(file, { filename, kind }, url);
      case 'video':
        return await prepareVideo({ filename, kind }, url);
      case 'audio':
        return await prepareAudio({ filename, kind }, url);
      case 'file':
        return asFile;
    }
  } catch {
    return asFile;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function preparePhoto(file: Blob, look: FileLook, url: string): Promise<Prepared> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width === 0 || height === 0) throw new Error('A picture without a size is none.');
  const smaller = await shrinkPhoto(file, image).catch(() => undefined);
  return {
    look: { ...look, width, height },
    poster: undefined,
    smaller: smaller && {
      file: smaller.file,
      look: {
        ...look,
        filename: look.filename.replace(/(\.[a-z0-9]{1,5})?$/i, `.${smaller.extension}`),
        width: smaller.width,
        height: smaller.height,
      },
    },
  };
}

async function prepareVideo(look: FileLook, url: string): Promise<Prepared> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  video.src = url;
  try {
    await whenLoaded(video, 'loadeddata');
    const { videoWidth: width, videoHeight: height, duration } = video;
    const poster = width > 0 ? await videoStill(video).catch(() => undefined) : undefined;
    // A sound alone may call itself a video.
    const seen = width > 0 ? { width, height } : ({ kind: 'audio' } as const);
    return { look: { ...look, ...seen, ...lengthOf(duration) }, poster, smaller: undefined };
  } finally {
    unload(video);
  }
}

async function prepareAudio(look: FileLook, url: string): Promise<Prepared> {
  const audio = new Audio();
  audio.preload = 'metadata';
  audio.src = url;
  try {
    await whenLoaded(audio, 'loadedmetadata');
    return { look: { ...look, ...lengthOf(audio.duration) }, poster: undefined, smaller: undefined };
  } finally {
    unload(audio);
  }
}

function lengthOf(seconds: number): Pick<FileLook, 'durationMs'> {
  return Number.isFinite(seconds) ? { durationMs: Math.round(seconds * 1000) } : {};
}
