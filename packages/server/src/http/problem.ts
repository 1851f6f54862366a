import { errorCatalogue, type Problem, type Refusal } from '@parley/protocol';

/** What a problem answer needs beside the refusal. */
export interface ProblemContext {
  readonly requestId: string;
  /** for an `invalid` that is not 422: unparsable (400), wrong method (405) */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as RFC 9457 `application/problem+json`, with the headers that go with its code. */
export function problemResponse(refusal: Refusal, context: ProblemContext): Response {
  const body = problemOf(refusal, context);
  const headers = new Headers(context.headers);
  headers.set('Content-Type', 'application/problem+json');
  if (body.status === 401) headers.set('WWW-Authenticate', 'Bearer');
  if (body.retry_after_ms !== undefined)
    headers.set('Retry-After', String(Math.ceil(body.retry_after_ms / 1000)));
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

function problemOf(refusal: Refusal, { requestId, status }: ProblemContext): Problem {
  const { status: usual, title } = errorCatalogue[refusal.code];
  const problem: Problem = {
    type: `urn:parley:problem:${refusal.code}`,
    title,
    status: status ?? usual,
    code: refusal.code,
    detail: refusal.message,
    retry: refusal.retry,
    request_id: requestId,
  };
  const retryAfterMs = refusal.retry_after_ms ?? (refusal.retry ? DEFAULT_RETRY_MS : undefined);
  if (retryAfterMs !== undefined) problem.retry_after_ms = retryAfterMs;
  if (refusal.issues !== undefined) problem.issues = refusal.issues;
  // 422 always names what is wrong, be it the input as a whole.
  if (problem.status === 422) problem.issues ??= [{ path: '', message: refusal.message }];
  return problem;
}

/** Whatever may be repeated says when. */
const DEFAULT_RETRY_MS = 1_000;
