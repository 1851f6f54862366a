import { describeMedia } from '../../media/describe-media.ts';
import { previewOf } from '../../message-text/preview-of.ts';
import { texts } from '../../texts/texts.ts';
import type { ShownMessage } from './shown-message.ts';

/** The pictures of an album in one line, with the words of the first. */
export function summarizeAlbum(album: readonly ShownMessage[]): string {
  const t = texts.media;
  const hasVideos = album.some(({ media }) => media?.kind === 'video');
  const what = (hasVideos ? t.picturesOf : t.photosOf)(album.length);
  return withWords(what, previewOf(album[0]?.content ?? ''));
}

/** A message in one line, for quotes and for screen readers. */
export function summarize(message: ShownMessage): string {
  const t = texts.conversation;
  if (message.isDeleted) return t.deleted;
  const line = previewOf(message.content ?? '');
  if (message.media === null) return line === '' ? t.attachmentUnnamed : line;
  return withWords(describeMedia(message.media), line);
}

function withWords(what: string, line: string): string {
  return line === '' ? what : texts.media.captioned(what, line);
}
