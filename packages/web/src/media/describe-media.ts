import { texts } from '../texts/texts.ts';
import { formatDuration } from './format-media.ts';
import type { ShownMedia } from './shown-media.ts';

/** What it is, in words: `Photo`, `Voice message, 0:12`, the name of a file. */
export function describeMedia({ kind, isVoice, filename, durationMs }: ShownMedia): string {
  const t = texts.media;
  switch (kind) {
    case 'image':
      return t.photo;
    case 'video':
      return withLength(t.video, durationMs);
    case 'audio':
      return withLength(isVoice ? t.voice : t.audioNamed(filename), durationMs);
    case 'file':
      return t.fileNamed(filename);
  }
}

function withLength(what: string, durationMs: number | undefined): string {
  return durationMs === undefined ? what : `${what}, ${formatDuration(durationMs)}`;
}
