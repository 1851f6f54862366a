import type { AppendOutcome } from '@parley/core';
import { MongoBulkWriteError, type Collection, type WriteError } from 'mongodb';
import type { EntryDocument } from './documents.ts';
import { isLostRaceCode, isPoisonCode } from './store-failure.ts';

export type Refused = ReadonlyMap<number, Extract<AppendOutcome, 'collided' | 'rejected'>>;

/**
 * Inserts documents; answers which were refused, by their place, and why. `ordered`: those behind the first refused one
 * were not tried.
 * @throws whatever the driver throws: then each may be there or not, now or later
 */
export async function insertEntries(
  entries: Collection<EntryDocument>,
  documents: readonly EntryDocument[],
  { ordered }: { readonly ordered: boolean },
): Promise<Refused> {
  try {
    await entries.insertMany(documents, { ordered });
    return new Map();
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const errors: readonly WriteError[] = [error.writeErrors].flat();
    // A write concern that was not met: what was written may be lost again.
    if (errors.length === 0 || error.result.getWriteConcernError() !== undefined) throw error;
    return new Map(errors.map(({ index, code }) => [index, whyRefused(code, error)]));
  }
}

function whyRefused(code: unknown, error: MongoBulkWriteError): 'collided' | 'rejected' {
  // To what it lost, only reading again can tell.
  if (isLostRaceCode(code)) return 'collided';
  if (isPoisonCode(code)) return 'rejected';
  throw error;
}
