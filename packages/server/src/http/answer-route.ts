import type { Caller } from '@parley/core';
import { refuse, type Result, type RouteName } from '@parley/protocol';
import type { Arrival, Gate } from './gate.ts';
import { allowedMethods, type PathItem, type Row } from './path-items.ts';
import { problemResponse } from './problem.ts';
import { readInput, type Input } from './read-input.ts';
import type { Handlers, RequestFacts, StreamReply } from './route-call.ts';

export interface AnswerDeps {
  readonly gate: Gate;
  readonly handlers: Handlers;
  readonly maxBodyBytes: number;
}

export interface RouteRequest extends Omit<Arrival, 'access'> {
  readonly item: PathItem;
  /** by the pattern's names, percent-decoded */
  readonly params: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
  readonly isHead: boolean;
  /** See `StreamCall`. */
  readonly allowSlow: () => void;
}

/** What any handler answers, once its name is forgotten. */
type AnyReply = Result<{ status: number; body: unknown; setCookie?: string }>;
type AnyCall = Input & { caller: Caller | null; request: RequestFacts };
type AnyHandler = (call: AnyCall) => Promise<AnyReply>;
type AnyStreamHandler = (
  call: AnyCall & Pick<RouteRequest, 'isHead' | 'allowSlow'> & { incoming: Request },
) => Promise<StreamReply>;

/** One request for a known path: method, gate, input, handler, answer. */
export function createRouteAnswer({ gate, handlers, maxBodyBytes }: AnswerDeps) {
  return async function answer(incoming: RouteRequest): Promise<Response> {
    const { request, facts, item } = incoming;
    const row = findRow(item, request.method);
    if (row === undefined) return refuseMethod(allowedMethods(item), facts.id);
    const admitted = await gate({ ...incoming, access: row.route.access });
    if (!admitted.ok) return problemResponse(admitted.error, { requestId: facts.id });
    const input = await readInput(row.route, {
      ...incoming,
      params: renameParams(row, incoming.params),
      maxBodyBytes,
    });
    if (!input.ok)
      return problemResponse(input.error, {
        requestId: facts.id,
        ...(input.status === undefined ? {} : { status: input.status }),
      });
    const call: AnyCall = { ...input.value, caller: admitted.value, request: facts };
    if (row.route.stream !== undefined) return answerStream(handlers, row, { ...incoming, call });
    const reply = await handlerOf(handlers, row.name)(call);
    return reply.ok ? jsonResponse(reply.value) : problemResponse(reply.error, { requestId: facts.id });
  };
}

async function answerStream(
  handlers: Handlers,
  { name }: Row,
  { request, isHead, allowSlow, facts, call }: RouteRequest & { call: AnyCall },
): Promise<Response> {
  // As in `handlerOf`.
  const handler = handlers[name] as unknown as AnyStreamHandler;
  const reply = await handler({ ...call, incoming: request, isHead, allowSlow });
  if (reply.ok) return reply.value;
  const { error, status, headers } = reply;
  return problemResponse(error, {
    requestId: facts.id,
    ...(status === undefined ? {} : { status }),
    ...(headers === undefined ? {} : { headers }),
  });
}

export function findRow(item: PathItem, method: string): Row | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  for (const [rowMethod, row] of item.rows) if (rowMethod === wanted) return row;
  return undefined;
}

function handlerOf(handlers: Handlers, name: RouteName): AnyHandler {
  // The row's schemas have made this input and its access this caller; one name cannot be followed through both tables.
  return handlers[name] as AnyHandler;
}

function renameParams(row: Row, params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries([...row.paramNames].map(([given, own]) => [own, params[given] ?? '']));
}

/** @param allow the methods there are, separated by commas */
export function refuseMethod(allow: string, requestId: string): Response {
  const refusal = refuse('invalid', `This address takes ${allow}.`).error;
  return problemResponse(refusal, { requestId, status: 405, headers: { Allow: allow } });
}

function jsonResponse({
  status,
  body,
  setCookie,
}: {
  status: number;
  body: unknown;
  setCookie?: string;
}): Response {
  const headers = new Headers(setCookie === undefined ? {} : { 'Set-Cookie': setCookie });
  if (body === null) return new Response(null, { status, headers });
  headers.set('Content-Type', 'application/json');
  return new Response(JSON.stringify(body), { status, headers });
}
