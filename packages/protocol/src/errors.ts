import { z } from 'zod';

/**
 * The closed catalogue of errors. `status` is the HTTP status (an `invalid` names its own: 400 unparsable, 405 wrong
 * method, 422 wrong shape); `retry` says whether repeating the same call can help.
 */
export const errorCatalogue = {
  invalid: { status: 422, retry: false, title: 'The request is malformed' },
  unauthenticated: { status: 401, retry: false, title: 'Sign in first' },
  forbidden: { status: 403, retry: false, title: 'Not allowed' },
  not_found: { status: 404, retry: false, title: 'There is no such thing' },
  conflict: { status: 409, retry: false, title: 'It clashes with what is there' },
  too_large: { status: 413, retry: false, title: 'Too large' },
  unsupported_type: { status: 415, retry: false, title: 'This type is not accepted' },
  rate_limited: { status: 429, retry: true, title: 'Too fast' },
  overloaded: { status: 503, retry: true, title: 'The server is busy' },
  unavailable: { status: 503, retry: true, title: 'The server cannot do this right now' },
  internal: { status: 500, retry: false, title: 'A fault of the server' },
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** Codes as a tuple, in catalogue order. */
export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'unsupported_type',
  'rate_limited',
  'overloaded',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorCode[];

/** One thing wrong with one field; `path` is dotted, empty for the whole. */
export const issue = z.object({ path: z.string(), message: z.string() }).meta({ id: 'Issue' });
export type Issue = z.infer<typeof issue>;

/** An expected refusal, as acks and `error` events carry it. */
export const refusal = z
  .object({
    code: z.enum(errorCodes),
    message: z.string().meta({ description: 'A sentence for people' }),
    retry: z.boolean(),
    retry_after_ms: z.int().min(0).optional(),
    issues: z.array(issue).optional(),
  })
  .meta({ id: 'Refusal' });
export type Refusal = z.infer<typeof refusal>;

/** RFC 9457 `application/problem+json`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(errorCodes),
    detail: z.string(),
    retry: z.boolean(),
    retry_after_ms: z.int().min(0).optional(),
    request_id: z.string(),
    issues: z.array(issue).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

/** Returned, never thrown: what was asked for, or why not. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Refusal };

export function accept<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

/** A refusal with a sentence for people; `more` adds what the code calls for. */
export function refuse(
  code: ErrorCode,
  message: string,
  more: { retryAfterMs?: number; issues?: Issue[] } = {},
): { readonly ok: false; readonly error: Refusal } {
  const error: Refusal = { code, message, retry: errorCatalogue[code].retry };
  if (more.retryAfterMs !== undefined) error.retry_after_ms = Math.max(0, Math.ceil(more.retryAfterMs));
  if (more.issues !== undefined) error.issues = more.issues;
  return { ok: false, error };
}

/** An `invalid` refusal about one field. */
export function refuseField(path: string, message: string): { readonly ok: false; readonly error: Refusal } {
  return refuse('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
