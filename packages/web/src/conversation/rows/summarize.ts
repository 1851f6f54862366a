import { describeMedia } from '../../media/describe-media.ts';
import { previewOf } from '../../message-text/preview-of.ts';
import { texts } from '../../texts/texts.ts';
import { wordsOf, type ShownMessage } from './shown-message.ts';

/** What is left of the pictures of an album in one line, with its words. */
export function summarizeAlbum(album: readonly ShownMessage[]): string {
  const left = album.filter(({ isDeleted }) => !isDeleted);
  const [one, other] = left;
  if (other === undefined) return one === undefined ? texts.conversation.deleted : summarize(one);
  const t = texts.media;
  const hasVideos = left.some(({ media }) => media?.kind === 'video');
  const what = hasVideos ? t.picturesOf : t.photosOf;
  return withWords(what(left.length), previewOf(wordsOf(left)));
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
