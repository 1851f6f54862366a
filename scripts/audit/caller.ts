import { AuditStop } from './audit-error.ts';
import { describeNetworkFailure, isFinal } from './network-failure.ts';

export interface CallerOptions {
  /** The server, without a slash at the end. */
  readonly url: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
}

export interface Answer {
  readonly status: number;
  /** `undefined`: not JSON */
  readonly json: unknown;
}

/** Repeats what may pass until there is an answer to go by. @throws AuditStop */
export type Caller = (call: Call) => Promise<Answer>;

/** In a row; with full jitter about two minutes. */
const failuresMost = 10;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** The digest of ten million messages takes a while. */
const deadlineMs = 120_000;
const passing: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

interface Attempt {
  readonly answer?: Answer;
  /** why not, in a sentence */
  readonly failure: string;
  /** asking again is pointless */
  readonly isFinal?: boolean;
  /** what the server wants one to wait */
  readonly waitMs?: number;
  /** no failure: the server only asks for patience */
  readonly isPacing?: boolean;
}

export function createCaller({ url, fetch, sleep, random }: CallerOptions): Caller {
  const { origin } = new URL(url);
  let hasAnswered = false;

  async function attempt({ method, path, token, body }: Call): Promise<Attempt> {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      // A redirect could lead the token elsewhere.
      const response = await fetch(url + path, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(deadlineMs),
        ...sent,
      });
      const text = await response.text();
      hasAnswered = true;
      const { status } = response;
      if (!passing.has(status)) return { answer: { status, json: parse(text) }, failure: '' };
      const failure = `${origin} answers ${String(status)} again and again.`;
      return { failure, waitMs: waitMsOf(response), isPacing: status === 429 };
    } catch (error) {
      // At the first call it is the address that is wrong, later the server that is away for a moment.
      return {
        failure: describeNetworkFailure(error, origin),
        isFinal: !hasAnswered || isFinal(error),
      };
    }
  }

  return async (call) => {
    for (let failures = 0; ;) {
      const tried = await attempt(call);
      if (tried.answer !== undefined) return tried.answer;
      if (tried.isPacing !== true) failures += 1;
      if (tried.isFinal === true || failures >= failuresMost) throw new AuditStop(tried.failure);
      const jitterMs = random() * Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
      await sleep((tried.waitMs ?? 0) + jitterMs);
    }
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function waitMsOf(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
