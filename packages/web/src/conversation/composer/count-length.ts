import { limits } from '@parley/client';

/** Code points, as the server counts them; 0 for what is blank, which can't be sent. */
export function countLength(text: string): number {
  if (text.trim() === '') return 0;
  let count = 0;
  for (const _point of text) count += 1;
  return count;
}

/** What is too long stays where it is written: refused by the server, it would be in the way of what comes after. */
export function maySend(length: number, files = 0): boolean {
  return (length > 0 || files > 0) && length <= limits.text;
}
