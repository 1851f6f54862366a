/**
 * A name as searches compare it: without case, accents or the width of letters. Only to compare with others that were
 * folded; never shown. Folding twice changes nothing.
 */
export function foldName(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      // Both ways, since neither alone brings ß, ẞ and SS together, or ı and I.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      // A sigma at the end of a word must match one that has more to come.
      .replaceAll('ς', 'σ')
  );
}
