import { StoreError, type AppendOutcome, type Batch, type LogId } from '@parley/core';
import type { Collections } from './collections.ts';
import { entryKey } from './entry-key.ts';
import { insertEntries } from './insert-entries.ts';
import type { LogHeads } from './log-heads.ts';
import { behind, entriesIn, partsOf, type LogPart } from './log-parts.ts';
import { movePositions } from './move-positions.ts';
import type { Pending } from './pending.ts';
import { writeFailure } from './store-failure.ts';

export interface CommitDeps {
  readonly collections: Pick<Collections, 'entries' | 'positions'>;
  readonly heads: LogHeads;
  readonly pending: Pick<Pending, 'settleSoon'>;
}

/**
 * Stores batches. Its key is log and number, which makes every insert a compare-and-swap, and once it is there an
 * entry is in its log: members and texts follow. An insert is *wide*, one entry a log in any order, or *deep*, all in
 * order up to the first that is refused; both store a prefix of each log's entries, whatever fails. SEQ1, docs/decisions/0013
 */
export function createCommit({ collections, heads, pending }: CommitDeps) {
  const { entries } = collections;

  /** SEQ1: never n + 1 without n. Logs whose preceding entry is surely there, and the others. */
  async function findGaps(parts: readonly LogPart[]): Promise<{ possible: LogPart[]; beyond: LogPart[] }> {
    const isKnown = ({ log, first }: LogPart) => first.document.seq - 1 <= heads.atLeast(log);
    const unknown = parts.filter((part) => !isKnown(part));
    if (unknown.length > 0) {
      const before = unknown.map(({ log, first }) => entryKey(log, first.document.seq - 1));
      const wanted = { log: { $in: unknown.map(({ log }) => log) }, _id: { $in: before } };
      const found = entries.find(wanted, { projection: { _id: 0, log: 1, seq: 1 } });
      for await (const { log, seq } of found) heads.seen(log, seq);
    }
    return { possible: parts.filter(isKnown), beyond: unknown.filter((part) => !isKnown(part)) };
  }

  /** Inserts what is possible, and hears of every outcome as soon as it is known. */
  async function insertAll(parts: readonly LogPart[], heard: OutcomesOfBatch): Promise<void> {
    const { possible, beyond } = await findGaps(parts);
    for (const part of beyond) heard.refused(part, 'collided');
    let left: readonly LogPart[] = possible;
    let isWide = left.every(isSingle);
    while (left.length > 0) {
      left = isWide ? await insertWide(left, heard) : await insertDeep(left, heard);
      // After a refusal: whoever else is refused shows in one wide insert.
      isWide = !isWide || left.every(isSingle);
    }
  }

  /** The first entry of each log; answers what follows those that were stored. */
  async function insertWide(parts: readonly LogPart[], heard: OutcomesOfBatch): Promise<readonly LogPart[]> {
    const documents = parts.map(({ first }) => first.document);
    const refused = await insertEntries(entries, documents, { ordered: false });
    return parts.flatMap((part, index) => {
      const why = refused.get(index);
      if (why === undefined) heard.stored(part, 1);
      else heard.refused(part, why);
      return why === undefined ? behind(part, 1) : [];
    });
  }

  /** Everything in order; answers the logs behind the one in which an entry was refused. */
  async function insertDeep(parts: readonly LogPart[], heard: OutcomesOfBatch): Promise<readonly LogPart[]> {
    const documents = parts.flatMap((part) => entriesIn(part).map(({ document }) => document));
    const [[at, why] = []] = await insertEntries(entries, documents, { ordered: true });
    let storedCount = at ?? documents.length;
    for (const [index, part] of parts.entries()) {
      const count = Math.min(storedCount, 1 + part.rest.length);
      heard.stored(part, count);
      storedCount -= count;
      const [refused] = behind(part, count);
      if (refused === undefined) continue;
      if (why !== undefined) heard.refused(refused, why);
      return parts.slice(index + 1);
    }
    return [];
  }

  return async function commit({ appends, positions }: Batch): Promise<readonly AppendOutcome[]> {
    const outcomes = new Array<AppendOutcome>(appends.length).fill('skipped');
    const heard = hearOutcomes(outcomes, heads);
    const moving = movePositions(collections, positions);
    try {
      const { parts, ends } = partsOf(appends);
      await Promise.all([insertAll(parts, heard), moving]);
      for (const { place, outcome, after } of ends)
        if (after === undefined || outcomes[after] === 'stored') outcomes[place] = outcome;
      return outcomes;
    } catch (error) {
      // Nothing is left under way behind the answer.
      await moving.catch(() => undefined);
      const { outcome, message } = writeFailure(error);
      throw new StoreError(heard.hasStored() ? 'unknown' : outcome, message, { cause: error });
    } finally {
      for (const log of heard.toSettle) pending.settleSoon(log);
    }
  };
}

type OutcomesOfBatch = ReturnType<typeof hearOutcomes>;

/** Writes down what becomes of each entry. */
function hearOutcomes(outcomes: AppendOutcome[], heads: LogHeads) {
  const toSettle = new Set<LogId>();
  let count = 0;
  return {
    /** Logs with entries that change more than their log. */
    toSettle,
    hasStored: (): boolean => count > 0,
    /** The first entries of a part. */
    stored(part: LogPart, length: number): void {
      for (const { document, place } of entriesIn(part).slice(0, length)) {
        outcomes[place] = 'stored';
        count += 1;
        heads.seen(document.log, document.seq);
        if (document.pending === true) toSettle.add(document.log);
      }
    },
    /** The first entry of a part, and what follows it is skipped. */
    refused({ first }: LogPart, outcome: AppendOutcome): void {
      outcomes[first.place] = outcome;
    },
  };
}

function isSingle({ rest }: LogPart): boolean {
  return rest.length === 0;
}
