/** A shortcode that is being typed. */
export interface Completion {
  /** without the colon */
  readonly query: string;
  /** index of the colon, in UTF-16 units like the caret */
  readonly start: number;
}

const maxQueryLength = 40;

/**
 * A colon where a word may begin (also right behind an emoji, a bracket, a quote, or a mark of emphasis), then two
 * letters or more, or `+1` and `-1`. So `http://`, `10:30`, `a::b`, `:-)` and `:D` are left alone.
 */
const shortcode =
  /(?<![^\s([{"'*_~\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0F\u20E3]):(\p{L}{2}[\p{L}\p{N}_+-]*|[+-]1)$/u;

const wordGoesOn = /^[\p{L}\p{N}_:]/u;

/** What `:` completion should look for, or undefined where the caret is not at the end of a shortcode. */
export function findCompletion(text: string, caret: number): Completion | undefined {
  if (!(caret >= 0 && caret <= text.length) || wordGoesOn.test(text.slice(caret))) return undefined;
  // Asked at every key press, so only as far back as a shortcode can reach: with the colon and an emoji before it.
  const from = Math.max(0, caret - maxQueryLength - 20);
  const found = shortcode.exec(text.slice(from, caret));
  const query = found?.[1];
  if (found === null || query === undefined || query.length > maxQueryLength) return undefined;
  return { query, start: from + found.index };
}
