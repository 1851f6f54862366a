const numbers = new Intl.NumberFormat('en-US');

/** `1,204 messages`, `1 message`. */
export function countOf(count: number, noun: string): string {
  return `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** What others wrote, fit for a terminal: one line of so many characters, none of which steers it. */
export function printable(text: string, longest = 60): string {
  const plain = [...text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')];
  return plain.length > longest ? `${plain.slice(0, longest).join('')}…` : plain.join('');
}
