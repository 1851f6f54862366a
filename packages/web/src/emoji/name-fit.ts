/** How well a name fits what is looked for; lower is better. */
export const fit = { exact: 0, prefix: 1, wordPrefix: 2, contains: 3 } as const;

/** A name, a shortcode or a query as words in lower case. */
export function toWords(text: string): string {
  return text.toLowerCase().replaceAll(/[_\-“”()]/g, ' ');
}

/** One of `fit`, or undefined where it does not fit; both as `toWords` gives them. */
export function fitName(name: string, query: string): number | undefined {
  if (name === query) return fit.exact;
  if (name.startsWith(query)) return fit.prefix;
  if (name.includes(` ${query}`)) return fit.wordPrefix;
  return name.includes(query) ? fit.contains : undefined;
}
