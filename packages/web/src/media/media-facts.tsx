import { texts } from '../texts/texts.ts';
import { formatDuration, formatSize, formatType } from './format-media.ts';
import type { ShownMedia } from './shown-media.ts';

/** A file in one line: name, type, size in bytes and px, length. */
export function MediaFacts({ media }: { readonly media: ShownMedia }) {
  const { filename, mimeType, size, width, height, durationMs } = media;
  const facts = [
    formatType(filename, mimeType),
    formatSize(size),
    ...(width === undefined || height === undefined ? [] : [texts.media.pixels(width, height)]),
    ...(durationMs === undefined ? [] : [formatDuration(durationMs)]),
  ];
  return (
    <p className="media-facts">
      <bdi className="media-facts__name">{filename}</bdi>
      <span className="number">{facts.filter(Boolean).join(' · ')}</span>
    </p>
  );
}
