import type { LogId } from '../log/entry.ts';
import type { Archive } from '../ports/archive.ts';
import type { Ids } from '../ports/ids.ts';
import type { NewEntry } from '../ports/storage.ts';

export interface Stretch {
  readonly log: LogId;
  readonly afterSeq: number;
  readonly uptoSeq: number;
}

/** Hears of entries that were dealt with. */
export type OnEntries = (count: number) => void;

const room = { limit: 500, maxChars: 500_000 };

/** SHA-256 over all that a stretch of a log holds, present text included: equal in every store that holds the same. */
export async function digestLog(
  archive: Pick<Archive, 'listEntries'>,
  { createSha256 }: Pick<Ids, 'createSha256'>,
  { log, afterSeq, uptoSeq, onEntries }: Stretch & { readonly onEntries?: OnEntries | undefined },
): Promise<string> {
  const sha256 = createSha256();
  for (let last = afterSeq; last < uptoSeq;) {
    const { entries } = await archive.listEntries(log, last, room);
    for (const entry of entries) if (entry.seq <= uptoSeq) sha256.add(`${lineOf(entry)}\n`);
    const next = entries.at(-1)?.seq;
    if (next === undefined) break;
    onEntries?.(entries.length);
    last = next;
  }
  return sha256.hex();
}

function lineOf({ seq, id, at, by, fingerprint, event }: NewEntry): string {
  return JSON.stringify([seq, id, at, by, fingerprint, event], inOrder);
}

/** Fields by name: a store may keep them in any order. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
