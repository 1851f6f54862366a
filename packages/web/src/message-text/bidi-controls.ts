/** Embeddings, overrides and isolates: they reorder what follows them. */
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/g;

/** `text` without the characters that reorder their surroundings. */
export function withoutBidiControls(text: string): string {
  return text.replace(bidiControls, '');
}

/** `text` with each such character written out, as in "[U+202E]": code must not read other than it runs. */
export function withVisibleBidiControls(text: string): string {
  return text.replace(bidiControls, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase()}]`);
}
