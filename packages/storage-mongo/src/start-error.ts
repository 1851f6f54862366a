import { MongoCompatibilityError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { nameFailureOf } from './name-failure.ts';
import { isBadAuth } from './store-failure.ts';

/** Why a server cannot start with this store: one sentence for the person who starts it. OPS1 */
export class StoreStartError extends Error {
  override readonly name = 'StoreStartError';
}

/** Names the setting and the reason; no credential, and no host but by the driver's own code. */
export function startErrorOf(error: unknown): StoreStartError {
  return new StoreStartError(sentenceOf(error), { cause: error });
}

/** By name: the package that reads connection strings has classes of its own. */
const malformed: ReadonlySet<string> = new Set(['MongoParseError', 'MongoRuntimeError', 'TypeError']);

function sentenceOf(error: unknown): string {
  if (isBadAuth(error)) return 'MONGO_URL: the user name or the password is wrong.';
  if (error instanceof MongoServerError && error.code === 13)
    return 'MONGO_URL: this user may not read and write the database.';
  if (isTooOld(error)) return 'MONGO_URL: this MongoDB is too old; use 4.4 or newer.';
  const nameFailure = nameFailureOf(error);
  if (nameFailure?.isUnknownName === true)
    return 'MONGO_URL: the name in it is not known to DNS; is it written right?';
  if (nameFailure !== undefined)
    return `MONGO_URL: DNS does not answer for the name in it (${nameFailure.code}); does it work on this machine?`;
  if (error instanceof MongoServerSelectionError)
    return 'MONGO_URL: no server answers there that takes writes; is it running, and reachable from here?';
  if (error instanceof Error && malformed.has(error.name))
    return 'MONGO_URL must be a MongoDB connection string, like mongodb://user:password@host/database.';
  const name = error instanceof Error ? error.name : 'unknown error';
  return `MONGO_URL: the database could not be opened (${name}).`;
}

/** Said by the driver itself, or as the reason why no server could be chosen. */
function isTooOld(error: unknown): boolean {
  return (
    error instanceof MongoCompatibilityError ||
    (error instanceof Error && error.cause instanceof MongoCompatibilityError)
  );
}
