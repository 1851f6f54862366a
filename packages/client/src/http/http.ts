import type { Clock } from '../ports/clock.ts';
import { completeRefusal, refused, unreachable } from '../refusals.ts';
import type { CallAnswer, CallInput, Refusal, Result, RouteName } from '../wire.ts';
import { routePaths } from './route-paths.ts';

export interface HttpOptions {
  /** Where the server is, without a slash at the end. */
  readonly url: string;
  readonly token: () => string | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
}

/** From the call until its answer has been read. */
const deadlineMs = 20_000;

/** Calls a route by its name in the protocol's table. A network that fails, or is silent for 20 s, answers `unavailable`. */
export type Http = <Name extends RouteName>(
  name: Name,
  ...input: object extends CallInput<Name> ? [CallInput<Name>?] : [CallInput<Name>]
) => Promise<Result<CallAnswer<Name>>>;

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

export function createHttp({ url, token, fetch, clock }: HttpOptions): Http {
  async function send(method: string, path: string, body: unknown): Promise<Result<unknown>> {
    const signed = token();
    const headers: Record<string, string> = signed === undefined ? {} : { authorization: `Bearer ${signed}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const { signal, race } = createDeadline(clock, deadlineMs);
    const read = async (): Promise<Result<unknown>> => {
      const response = await fetch(url + path, { method, headers, credentials: 'include', signal, ...sent });
      const text = await response.text();
      const json: unknown = text === '' ? null : JSON.parse(text);
      return response.ok ? { ok: true, value: json } : refused(refusalOf(json, response.status));
    };
    return race(read()).catch(() => refused(unreachable()));
  }

  return (name, ...[input]) => {
    const row: string = routePaths[name];
    const [method = 'GET', pattern = '/'] = row.split(' ');
    // Every route's input is these parts, or fewer.
    const parts = (input ?? {}) as AnyInput;
    const answer: Promise<Result<unknown>> = send(method, pathOf(pattern, parts), parts.body);
    // By contract the answers of this route have this shape.
    return answer as Promise<Result<CallAnswer<typeof name>>>;
  };
}

/** Ends a call at its deadline, or with `outer`, also one whose `fetch` takes no signal. */
export function createDeadline(clock: Clock, afterMs: number, outer?: AbortSignal) {
  const over = new AbortController();
  const late = Promise.withResolvers<never>();
  const end = (): void => {
    over.abort();
    late.reject(new Error('No answer in time.'));
  };
  // Whoever asked may be gone by then.
  late.promise.catch(() => undefined);
  const cancel = clock.after(afterMs, end);
  if (outer?.aborted === true) end();
  outer?.addEventListener('abort', end, { signal: over.signal });
  return {
    signal: over.signal,
    race: <Value>(call: Promise<Value>) =>
      Promise.race([call, late.promise]).finally(() => {
        cancel();
        outer?.removeEventListener('abort', end);
      }),
  };
}

function pathOf(pattern: string, { params, query }: AnyInput): string {
  const path = pattern.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(params?.[name] ?? ''),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** Of RFC 9457's problem document; a proxy in between may answer something else. */
export function refusalOf(json: unknown, status: number): Refusal {
  if (typeof json !== 'object' || json === null)
    return completeRefusal({ ...(status >= 500 ? unreachable() : {}) });
  // A problem document carries a refusal's fields, its sentence as `detail`.
  const problem = json as Partial<Refusal> & { readonly detail?: string };
  const { code, retry, retry_after_ms, issues, detail } = problem;
  return completeRefusal({
    ...(code === undefined ? {} : { code }),
    ...(detail === undefined ? {} : { message: detail }),
    ...(retry === undefined ? {} : { retry }),
    ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
    ...(issues === undefined ? {} : { issues }),
  });
}
