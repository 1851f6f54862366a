import { aroundAll, StoreError } from '@parley/core';
import {
  MongoBulkWriteError,
  MongoError,
  MongoErrorLabel,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';

const duplicateKey = 11_000;
/** Another write was quicker, and this document was not inserted: its key is taken, WriteConflict, FerretDB's deadlock. */
const lostRaceCodes: ReadonlySet<unknown> = new Set([duplicateKey, 112, 16_908_292]);
/** The database refuses this very document, and would do so again: BadValue, InvalidBSON, validation, too large. SND4 */
const poisonCodes: ReadonlySet<unknown> = new Set([2, 22, 121, 10_334, 17_280, 17_419, 17_420]);
/** What Atlas says by itself, whatever it is: a wrong password, a command it does not have, no space left. */
const atlasError = 8_000;
/** Refused before anything was done: no permission, wrong password, not logged in. */
const refusedCodes: ReadonlySet<unknown> = new Set([13, 18, atlasError]);

const mostTries = 8;

/** Inserts, and answers whether it is new; `false`: its key is taken. Tries again where nobody won a race for the key. */
export async function isNew(insert: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await insert();
      return true;
    } catch (error) {
      if (!(error instanceof MongoServerError)) throw error;
      if (error.code === duplicateKey) return false;
      if (!isLostRaceCode(error.code) || tries === mostTries) throw error;
    }
  }
}

export function isLostRaceCode(code: unknown): boolean {
  return lostRaceCodes.has(code);
}

export function isPoisonCode(code: unknown): boolean {
  return poisonCodes.has(code);
}

/** Nothing of it can have reached the database. Everything else may have, or still will. SND2b */
function isSurelyUndone(error: unknown): boolean {
  // Of a command that is refused, or of commands that are sent one after another, a part was written.
  if (error instanceof MongoBulkWriteError && error.insertedCount > 0) return false;
  return (
    error instanceof MongoServerSelectionError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoNotConnectedError ||
    // There was no connection yet to send it on.
    (error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.HandshakeError)) ||
    (error instanceof MongoServerError && refusedCodes.has(error.code))
  );
}

/** Nothing fits in any more, until somebody makes room. OPS4 */
function isFull(error: MongoServerError): boolean {
  return error.code === atlasError && error.message.includes('space quota');
}

/** A wrong name or password, as MongoDB says it, and as Atlas does. */
export function isBadAuth(error: unknown): boolean {
  if (!(error instanceof MongoServerError)) return false;
  return error.code === 18 || (error.code === atlasError && error.message.includes('bad auth'));
}

/** What a failed write means. The driver's messages may name hosts; they stay in `cause`. */
export function writeFailure(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const outcome = isSurelyUndone(error) ? 'failed' : 'unknown';
  if (error instanceof MongoServerError && isFull(error))
    return new StoreError(outcome, 'MongoDB is full: it is over its space quota.', { cause: error });
  return new StoreError(outcome, `MongoDB did not take a write (${nameOf(error)}).`, { cause: error });
}

export function readFailure(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError('failed', `MongoDB did not answer a read (${nameOf(error)}).`, { cause: error });
}

function nameOf(error: unknown): string {
  if (error instanceof MongoServerError && error.codeName !== undefined) return error.codeName;
  return error instanceof Error ? error.name : 'unknown error';
}

/** The same methods, whose faults are `StoreError`s. */
export function guardAll<Port extends object>(port: Port, toFailure: (error: unknown) => StoreError): Port {
  return aroundAll(port, async (call) => {
    try {
      return await call();
    } catch (error) {
      throw toFailure(error);
    }
  });
}
