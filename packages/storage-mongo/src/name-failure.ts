import { MongoServerSelectionError } from 'mongodb';

/** What a resolver said instead of an answer. */
export interface NameFailure {
  /** its own word, such as `ESERVFAIL` or `EAI_AGAIN` */
  readonly code: string;
  /** it is certain that there is no such name; anything else may be another in a moment */
  readonly isUnknownName: boolean;
}

/** NXDOMAIN, and a name that has no records of the kind asked for. */
const unknownNameCodes: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);
/** `querySrv`, `queryTxt`, `getaddrinfo` */
const resolverCall = /^(?:query|getaddrinfo)/;

/** The resolver's failure behind what a connect threw; `undefined`: another reason, or not the only one. */
export function nameFailureOf(error: unknown): NameFailure | undefined {
  if (!(error instanceof MongoServerSelectionError)) return failureIn(error);
  const reasons = [...(error.reason?.servers.values() ?? [])].map((server) => failureIn(server.error?.cause));
  const [first] = reasons;
  return reasons.every((reason) => reason !== undefined) ? first : undefined;
}

function failureIn(error: unknown): NameFailure | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  if (!resolverCall.test(String(error.syscall))) return undefined;
  const code = String(error.code);
  return { code, isUnknownName: unknownNameCodes.has(code) };
}
