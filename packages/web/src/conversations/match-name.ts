/** Points of one matched letter by where it stands. A word's beginning is what people type. */
const points = { letter: 1, wordStart: 4, consecutive: 4 };
/** For a name that begins with what was typed: it comes first. */
const beginning = 6;
/** Points that each letter must bring on average: letters strewn over a long name are no match. */
const least = 2;
const none = -Infinity;

/**
 * How well `query` fits `name`: undefined when its letters are not all there in this order, else more is better.
 * Accents, case and blanks don't count; letters at the beginning of words and in a row do. An empty query fits all.
 */
export function matchName(query: string, name: string): number | undefined {
  const wanted = fold(query).replace(/\s+/gu, '');
  const text = fold(name).trim();
  if (wanted === '') return 0;
  if (wanted.length > text.length) return undefined;
  const score = bestScore(wanted, text);
  if (score < least * wanted.length) return undefined;
  const isBeginning = text.replace(/\s+/gu, '').startsWith(wanted);
  // Of two names that fit as well, the shorter one is nearer to what was typed.
  return score + (isBeginning ? beginning : 0) - text.length / 1_000;
}

/** Lower case without accents. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The best of all ways to find the letters in order: by letter wanted, then by place. */
function bestScore(wanted: string, text: string): number {
  let ending: number[] = []; // by place in `text`: the best score with the last letter wanted exactly there
  for (let index = 0; index < wanted.length; index++) {
    const next = new Array<number>(text.length).fill(none);
    let before = index === 0 ? 0 : none; // the best of all that ended further left
    for (let place = 0; place < text.length; place++) {
      const neighbour = ending[place - 1] ?? none;
      if (index > 0) before = Math.max(before, neighbour);
      if (text[place] !== wanted[index]) continue;
      const best = Math.max(before, neighbour + points.consecutive);
      next[place] = best + points.letter + (isWordStart(text, place) ? points.wordStart : 0);
    }
    ending = next;
  }
  return Math.max(none, ...ending);
}

function isWordStart(text: string, place: number): boolean {
  return place === 0 || !/[\p{L}\p{N}]/u.test(text[place - 1] ?? '');
}
