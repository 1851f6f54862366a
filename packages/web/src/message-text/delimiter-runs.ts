// Which runs of * _ ~~ belong together: CommonMark's delimiter stack (spec.commonmark.org, "process emphasis"), where
// a lower bound for every kind of closer keeps the search linear.

import { characterAt, characterBefore, isWordCharacter } from './word-character.ts';

export interface DelimiterRun {
  readonly char: string;
  /** As typed. */
  readonly length: number;
  readonly canOpen: boolean;
  readonly canClose: boolean;
  /** Characters that belong to no mark (yet). */
  left: number;
  /** Sizes of the marks that end and begin here, innermost first. */
  readonly closes: number[];
  readonly opens: number[];
}

const space = /\s/u;
const punctuation = /[\p{P}\p{S}]/u;

const isSpace = (char: string): boolean => char === '' || space.test(char);

/** The run from `start` to `end`, or `undefined` when it can mark nothing: `2*3*4`, `snake_case`, `a * b`, `~`. */
export function readDelimiterRun(text: string, start: number, end: number): DelimiterRun | undefined {
  const char = text.charAt(start);
  const length = end - start;
  if (char === '~' && length !== 2) return undefined;
  const before = characterBefore(text, start);
  const after = characterAt(text, end);
  if (isWordCharacter(before) && isWordCharacter(after)) return undefined;
  const isAfterBreak = isSpace(before) || punctuation.test(before);
  const isBeforeBreak = isSpace(after) || punctuation.test(after);
  const isLeft = !isSpace(after) && (!punctuation.test(after) || isAfterBreak);
  const isRight = !isSpace(before) && (!punctuation.test(before) || isBeforeBreak);
  const canOpen = isLeft && (char !== '_' || !isRight || isAfterBreak);
  const canClose = isRight && (char !== '_' || !isLeft || isBeforeBreak);
  if (!canOpen && !canClose) return undefined;
  return { char, length, canOpen, canClose, left: length, closes: [], opens: [] };
}

/** CommonMark's "multiple of 3" rule, which tells `*a**b*` from `*a**b***`. */
function isOddMatch(opener: DelimiterRun, closer: DelimiterRun): boolean {
  const isEitherBoth = opener.canClose || closer.canOpen;
  const isThird = (opener.length + closer.length) % 3 === 0;
  return isEitherBoth && isThird && !(opener.length % 3 === 0 && closer.length % 3 === 0);
}

function mayPair(opener: DelimiterRun, closer: DelimiterRun): boolean {
  if (opener.char !== closer.char || !opener.canOpen || opener.left === 0) return false;
  return closer.char === '~' || !isOddMatch(opener, closer);
}

/** Pairs the runs, given in the order of the text; what was found stands in their `opens` and `closes`. */
export function pairDelimiterRuns(runs: readonly DelimiterRun[]): void {
  const waiting: DelimiterRun[] = [];
  const searchedBelow = new Map<string, number>();
  for (const closer of runs) {
    const kind = `${closer.char}${closer.canOpen}${closer.length % 3}`;
    while (closer.canClose && closer.left > 0) {
      const floor = searchedBelow.get(kind) ?? 0;
      let index = waiting.length - 1;
      while (index >= floor && !mayPair(waiting[index] ?? closer, closer)) index--;
      const opener = index < floor ? undefined : waiting[index];
      if (opener === undefined) {
        searchedBelow.set(kind, waiting.length);
        break;
      }
      const size = opener.left >= 2 && closer.left >= 2 ? 2 : 1;
      opener.left -= size;
      closer.left -= size;
      opener.opens.push(size);
      closer.closes.push(size);
      waiting.length = opener.left === 0 ? index : index + 1; // what lies between may not cross the pair
      for (const [key, below] of searchedBelow) searchedBelow.set(key, Math.min(below, waiting.length));
    }
    if (closer.canOpen && closer.left > 0) waiting.push(closer);
  }
}
