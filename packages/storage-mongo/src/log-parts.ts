import { isAcceptable, type AppendOutcome, type LogId, type NewEntry } from '@parley/core';
import type { EntryDocument } from './documents.ts';
import { toDocument } from './entry-document.ts';

/** An entry on its way, and where its outcome goes in the answer. */
export interface Placed {
  readonly document: EntryDocument;
  readonly place: number;
}

/** What is still to be stored of one log's part of a batch: entries that follow one another. */
export interface LogPart {
  readonly log: LogId;
  readonly first: Placed;
  readonly rest: readonly Placed[];
}

export function entriesIn({ first, rest }: LogPart): readonly Placed[] {
  return [first, ...rest];
}

/** The part without its first entries; nothing, when there are no more. */
export function behind(part: LogPart, count: number): readonly LogPart[] {
  const [first, ...rest] = entriesIn(part).slice(count);
  return first === undefined ? [] : [{ log: part.log, first, rest }];
}

/** An entry that cannot be stored anyway. It is refused only once all before it in its log are stored. */
export interface LogEnd {
  readonly place: number;
  readonly outcome: Extract<AppendOutcome, 'collided' | 'rejected'>;
  /** the entry before it in its log; `undefined`: it is the first of the batch */
  readonly after: number | undefined;
}

/** A batch by log, each up to what cannot be stored anyway. SND4 */
export function partsOf(appends: readonly NewEntry[]): {
  readonly parts: readonly LogPart[];
  readonly ends: readonly LogEnd[];
} {
  const parts = new Map<LogId, { first: Placed; rest: Placed[] }>();
  const ends = new Map<LogId, LogEnd>();
  for (const [place, entry] of appends.entries()) {
    const { log, seq } = entry;
    if (ends.has(log)) continue;
    const part = parts.get(log);
    const last = part?.rest.at(-1) ?? part?.first;
    const isNext = last === undefined ? seq >= 1 : seq === last.document.seq + 1;
    if (!isNext || !isAcceptable(entry)) {
      ends.set(log, { place, outcome: isNext ? 'rejected' : 'collided', after: last?.place });
      continue;
    }
    const placed = { document: toDocument(entry), place };
    if (part === undefined) parts.set(log, { first: placed, rest: [] });
    else part.rest.push(placed);
  }
  // In one order for everybody: where a database locks what it inserts, commits never wait for each other in a circle.
  const inOrder = [...parts].sort(([one], [other]) => (one < other ? -1 : 1));
  return { parts: inOrder.map(([log, part]) => ({ log, ...part })), ends: [...ends.values()] };
}
