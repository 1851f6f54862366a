/** How many colours there are: `avatar--0` and on in design.css. */
const colors = 8;

/** Which of the avatar colours an id has, always the same one (FNV-1a, 32 bits). */
export function colorOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % colors;
}

/** One or two letters: of the first and the last word. An emoji stays whole. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/)
    .filter((word) => word !== '');
  const [first = '?', last] = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return [first, last].map((word) => firstGrapheme(word ?? '').toLocaleUpperCase()).join('');
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstGrapheme(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return '';
}
