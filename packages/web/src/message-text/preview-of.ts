import { withoutBidiControls } from './bidi-controls.ts';
import { parseMessage } from './parse-message.ts';
import { textOfBlocks } from './text-of.ts';

/** In code points, the "…" included. */
export const longestPreview = 140;

/** Nothing clips a window's title, so accents do not stack there. No script needs more of them on one letter. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** `text` up to `maxLength` code points, cut between graphemes unless a single one is longer. */
function cut(text: string, maxLength: number): string {
  // Every row asks, and most are short: no text has more code points than code units.
  if (text.length <= maxLength) return text;
  let kept = '';
  let length = 0;
  for (const { segment } of graphemes.segment(text)) {
    length += [...segment].length;
    if (length > maxLength) break;
    kept += segment;
  }
  return kept === '' ? [...text].slice(0, maxLength).join('') : kept;
}

/**
 * A message as one plain line, for lists, quotes, notifications and the window's title: no marks, no line breaks, no
 * characters that reorder what stands around it; at most `longestPreview` code points.
 */
export function previewOf(text: string): string {
  const plain = withoutBidiControls(textOfBlocks(parseMessage(text)));
  const line = plain
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(stackedMarks, '$1')
    .trim();
  const cutLine = cut(line, longestPreview);
  return cutLine === line ? line : `${cut(line, longestPreview - 1).trimEnd()}…`;
}
