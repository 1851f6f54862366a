const wordCharacter = /[\p{L}\p{N}]/u;

/** Scripts that put no spaces between words, where marks and addresses begin inside what looks like one. */
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether `char`, one code point or empty, is part of a word that ends at its spaces. */
export function isWordCharacter(char: string): boolean {
  return wordCharacter.test(char) && !unspacedScript.test(char);
}

/** The code point before the offset `at`; empty at the start. */
export function characterBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  const size = unit >= 0xdc00 && unit <= 0xdfff ? 2 : 1;
  return text.slice(Math.max(0, at - size), at);
}

/** The code point at the offset `at`; empty at the end. */
export function characterAt(text: string, at: number): string {
  const codePoint = text.codePointAt(at);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}
