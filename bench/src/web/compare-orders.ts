import { noFindings, type Findings } from '../audit.ts';

/**
 * Whether `seen` is `expected`, each once and in its order. What is missing is `lost`, what comes again `doubled`, what
 * stands behind a later one `swapped`, what nobody expected `notStored`. SEQ2
 */
export function compareOrders(expected: readonly string[], seen: readonly string[]): Findings {
  const findings = noFindings();
  const places = new Map(expected.map((id, place) => [id, place]));
  const met = new Set<string>();
  let last = -1;
  for (const id of seen) {
    const place = places.get(id);
    if (place === undefined) findings.notStored++;
    else if (met.has(id)) findings.doubled++;
    else if (place < last) findings.swapped++;
    else last = place;
    met.add(id);
  }
  findings.lost = expected.filter((id) => !met.has(id)).length;
  return findings;
}
