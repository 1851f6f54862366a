/** Code points, as the server counts them; 0 for what is blank, which can't be sent. */
export function countLength(text: string): number {
  if (text.trim() === '') return 0;
  let count = 0;
  for (const _point of text) count += 1;
  return count;
}
