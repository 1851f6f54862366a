import { z } from 'zod';
import { Problem, STATUSES } from './wire-errors.ts';

/** An HTTP answer, read to its end. `json` is `undefined` when the body is not JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** One person's HTTP calls. Each says what it expects and fails with the whole answer when it gets another. */
export interface Api {
  readonly send: (method: string, path: string, init?: RequestInit) => Promise<Answer>;
  readonly get: <S extends z.ZodType>(path: string, shape: S) => Promise<z.output<S>>;
  readonly post: <S extends z.ZodType>(path: string, body: unknown, shape: S) => Promise<z.output<S>>;
  readonly patch: <S extends z.ZodType>(path: string, body: unknown, shape: S) => Promise<z.output<S>>;
  /** Expects 204. */
  readonly done: (method: string, path: string, body?: unknown) => Promise<void>;
  /** Expects a problem, checks that status, code and content type agree, and returns it. */
  readonly refused: (method: string, path: string, body?: unknown) => Promise<Problem>;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Checks an answer of 4xx or 5xx against the error table of the contract. */
export function readProblem(answer: Answer, what: string): Problem {
  const parsed = Problem.safeParse(answer.json);
  const seen = `${what}: ${String(answer.status)} ${answer.text.slice(0, 500)}`;
  if (!parsed.success) throw new Error(`not a problem document: ${seen}\n${z.prettifyError(parsed.error)}`);
  const problem = parsed.data;
  const allowed: readonly number[] = STATUSES[problem.code];
  if (problem.status !== answer.status) throw new Error(`status in body and line differ: ${seen}`);
  if (!allowed.includes(answer.status)) throw new Error(`status does not belong to the code: ${seen}`);
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json'))
    throw new Error(`not application/problem+json: ${seen}`);
  if (answer.status === 422 && problem.issues === undefined) throw new Error(`422 without issues: ${seen}`);
  if (answer.status === 405 && !answer.headers.has('allow')) throw new Error(`405 without Allow: ${seen}`);
  if (answer.status === 401 && answer.headers.get('www-authenticate') !== 'Bearer')
    throw new Error(`401 without WWW-Authenticate: Bearer: ${seen}`);
  if ([429, 503].includes(answer.status)) {
    const hinted = problem.retry && problem.retry_after_ms !== undefined && answer.headers.has('retry-after');
    if (!hinted) throw new Error(`429 or 503 that does not say when to return: ${seen}`);
  }
  return problem;
}

/** HTTP calls to `url`, signed with `token` when there is one. */
export function createApi(url: string, token?: string): Api {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const send: Api['send'] = async (method, path, init = {}) => {
    const headers = new Headers({ ...authorization });
    new Headers(init.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    const response = await fetch(url + path, { redirect: 'manual', ...init, method, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: asJson(text) };
  };
  const sendJson = (method: string, path: string, body?: unknown): Promise<Answer> =>
    body === undefined
      ? send(method, path)
      : send(method, path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const shaped = async <S extends z.ZodType>(
    call: { method: string; path: string; body?: unknown },
    shape: S,
  ): Promise<z.output<S>> => {
    const answer = await sendJson(call.method, call.path, call.body);
    const what = `${call.method} ${call.path}: ${String(answer.status)} ${answer.text.slice(0, 2_000)}`;
    if (answer.status >= 300) throw new Error(what);
    const parsed = shape.safeParse(answer.json);
    if (!parsed.success) throw new Error(`${what}\n${z.prettifyError(parsed.error)}`);
    return parsed.data;
  };
  return {
    send,
    get: (path, shape) => shaped({ method: 'GET', path }, shape),
    post: (path, body, shape) => shaped({ method: 'POST', path, body }, shape),
    patch: (path, body, shape) => shaped({ method: 'PATCH', path, body }, shape),
    done: async (method, path, body) => {
      const answer = await sendJson(method, path, body);
      if (answer.status !== 204)
        throw new Error(`${method} ${path}: ${String(answer.status)} ${answer.text.slice(0, 500)}`);
    },
    refused: async (method, path, body) =>
      readProblem(await sendJson(method, path, body), `${method} ${path}`),
  };
}
