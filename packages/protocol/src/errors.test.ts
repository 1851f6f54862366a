import { expect, test } from 'bun:test';
import { accept, errorCatalogue, errorCodes, problem, refusal, refuse, refuseField } from './errors.ts';

test('LIM1: the catalogue has the codes and statuses of the contract, and says when repeating helps', () => {
  const rows = Object.entries(errorCatalogue).map(([code, { status, retry }]) => [code, status, retry]);
  expect(rows).toEqual([
    ['invalid', 422, false],
    ['unauthenticated', 401, false],
    ['forbidden', 403, false],
    ['not_found', 404, false],
    ['conflict', 409, false],
    ['too_large', 413, false],
    ['unsupported_type', 415, false],
    ['rate_limited', 429, true],
    ['overloaded', 503, true],
    ['unavailable', 503, true],
    ['internal', 500, false],
  ]);
  expect(Object.keys(errorCatalogue)).toEqual([...errorCodes]);
});

test('LIM1: every code has a title of its own', () => {
  const titles = Object.values(errorCatalogue).map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});

test('LIM1: a refusal carries whether to repeat it, and when, in whole milliseconds', () => {
  for (const code of errorCodes) {
    const { error } = refuse(code, 'No.');
    expect(refusal.parse(error)).toEqual({ code, message: 'No.', retry: errorCatalogue[code].retry });
  }
  expect(refuse('rate_limited', 'Slow.', { retryAfterMs: 12.1 }).error.retry_after_ms).toBe(13);
  expect(refuse('rate_limited', 'Slow.', { retryAfterMs: -1 }).error.retry_after_ms).toBe(0);
});

test('SEC2: a refused field is named in the sentence and in the issues', () => {
  expect(refuseField('limit', 'must be at least 1')).toEqual({
    ok: false,
    error: {
      code: 'invalid',
      message: 'limit: must be at least 1',
      retry: false,
      issues: [{ path: 'limit', message: 'must be at least 1' }],
    },
  });
  expect(accept(3)).toEqual({ ok: true, value: 3 });
});

test('LIM1: a problem needs every field that RFC 9457 and the contract name', () => {
  const whole = {
    type: 'about:blank',
    title: 'Too fast',
    status: 429,
    code: 'rate_limited',
    detail: 'Slow.',
    retry: true,
    request_id: 'r1',
  };
  expect(problem.safeParse(whole).success).toBe(true);
  for (const field of Object.keys(whole))
    expect([field, problem.safeParse({ ...whole, [field]: undefined }).success]).toEqual([field, false]);
});
