import { Hono, type Context } from 'hono';
import type { Clock, Ids } from '@parley/core';
import { refuse, type Limits } from '@parley/protocol';
import type { ClientAddress } from '../auth/client-address.ts';
import { judgeOrigin, type Standing } from '../auth/origin.ts';
import type { Log } from '../log.ts';
import { answerAdmin, type AdminPage } from './admin-pages.ts';
import { createRouteAnswer, findRow, refuseMethod, type AnswerDeps } from './answer-route.ts';
import { corsHeaders, preflightResponse } from './cors.ts';
import { describeThrow } from './describe-throw.ts';
import type { Page } from './pages.ts';
import { allowedMethods, listPathItems, type PathItem } from './path-items.ts';
import { problemResponse } from './problem.ts';
import type { RequestFacts } from './route-call.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { addTusHeaders, isTus } from './tus-headers.ts';

export interface HttpDeps extends AnswerDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly pages: ReadonlyMap<string, Page>;
  /** by path; without one, there is nothing for admins */
  readonly adminPages?: ReadonlyMap<string, AdminPage>;
  readonly clientAddress: ClientAddress;
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly limits: Pick<Limits, 'upload_bytes'>;
  /** Called once per answer; `route`: a name of the table, `page` or `unknown`. */
  readonly onAnswer?: (answer: { route: string; status: number; durationMs: number }) => void;
}

export interface Connection {
  /** the TCP peer's address */
  readonly peer: string;
  /** See `TransportOptions.fetch`. */
  readonly allowSlow: () => void;
}

export type HttpApp = (request: Request, connection: Connection) => Promise<Response>;

/** What one request carries through its routes. */
interface Visit {
  readonly facts: RequestFacts;
  readonly isHead: boolean;
  readonly allowSlow: () => void;
  readonly standing: Standing;
  readonly cors: Record<string, string> | undefined;
  /** set by whoever takes the request */
  route: string;
}

type Env = { Bindings: { visit: Visit } };
type Visited = Context<Env>;

/** All of HTTP but Socket.IO: the table of routes, a few pages, and an honest answer to everything else. */
export function createHttpApp(deps: HttpDeps): HttpApp {
  const app = createRouter(deps);

  return async (request, connection) => {
    const startMs = deps.clock.monotonicMs();
    const visit = createVisit(deps, request, connection);
    const response = await answerSafely(app, request, { visit, log: deps.log });
    for (const [name, value] of Object.entries(visit.cors ?? {})) response.headers.set(name, value);
    addSecurityHeaders(response.headers);
    response.headers.set('X-Request-Id', visit.facts.id);
    const durationMs = deps.clock.monotonicMs() - startMs;
    deps.onAnswer?.({ route: visit.route, status: response.status, durationMs });
    return response;
  };
}

/**
 * HEAD: what GET answers, with the length of its body in place of the body. The router's own way would say 0. Who knows
 * of HEAD has left out the body, and said its length if there is one.
 */
async function answerHead(app: Hono<Env>, request: Request, visit: Visit): Promise<Response> {
  const answer = await app.fetch(new Request(request, { method: 'GET' }), { visit });
  const headers = new Headers(answer.headers);
  if (answer.body !== null) headers.set('Content-Length', String((await answer.arrayBuffer()).byteLength));
  return new Response(null, { status: answer.status, headers });
}

async function answerSafely(
  app: Hono<Env>,
  request: Request,
  at: { visit: Visit; log: Log },
): Promise<Response> {
  const { visit, log } = at;
  try {
    return await (request.method === 'HEAD'
      ? answerHead(app, request, visit)
      : app.fetch(request, { visit }));
  } catch (error) {
    const where = { request_id: visit.facts.id, route: visit.route };
    return problemResponse(describeThrow(error, log, where), { requestId: visit.facts.id });
  }
}

function createVisit(deps: HttpDeps, request: Request, { peer, allowSlow }: Connection): Visit {
  const { clientAddress, publicUrl, allowedOrigins } = deps;
  const { headers } = request;
  const origin = headers.get('origin');
  const standing = judgeOrigin({ origin, host: headers.get('host'), publicUrl, allowedOrigins });
  const facts: RequestFacts = {
    id: deps.ids.newId(),
    address: clientAddress.addressOf(request, peer),
    userAgent: headers.get('user-agent'),
    isSecure: publicUrl?.startsWith('https:') === true || clientAddress.isSecure(request, peer),
  };
  const cors = corsHeaders(standing, origin);
  return { facts, standing, cors, allowSlow, isHead: request.method === 'HEAD', route: 'unknown' };
}

function createRouter(deps: HttpDeps): Hono<Env> {
  const app = new Hono<Env>({ strict: false });
  const answerRoute = createRouteAnswer(deps);

  for (const [path, page] of deps.pages) app.all(path, (context) => answerPage(context, page));
  for (const [path, page] of deps.adminPages ?? [])
    app.all(path, ({ env: { visit }, req }) => {
      visit.route = 'page';
      return answerAdmin(deps.gate, { ...visit, request: req.raw }, page);
    });
  for (const item of listPathItems())
    app.all(item.pattern, async (context) => {
      const answer = await answerItem(context, item, answerRoute);
      if (isTus(item)) addTusHeaders(answer.headers, context.req.raw.method, deps.limits.upload_bytes);
      return answer;
    });
  app.notFound(({ env }) =>
    problemResponse(refuse('not_found', 'There is no such address.').error, {
      requestId: env.visit.facts.id,
    }),
  );
  // Thrown further, to the one place that logs.
  app.onError((error) => {
    throw error;
  });
  return app;
}

function answerPage({ env, req }: Visited, page: Page): Response | Promise<Response> {
  env.visit.route = 'page';
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  return isRead ? page(req.raw) : refuseMethod('GET, HEAD', env.visit.facts.id);
}

function answerItem(
  context: Visited,
  item: PathItem,
  answerRoute: ReturnType<typeof createRouteAnswer>,
): Response | Promise<Response> {
  const { visit } = context.env;
  const request = context.req.raw;
  visit.route = findRow(item, request.method)?.name ?? 'unknown';
  if (request.method === 'OPTIONS' && visit.cors !== undefined)
    return preflightResponse(visit.cors, allowedMethods(item));
  if (request.method === 'OPTIONS' && isTus(item)) return new Response(null, { status: 204 });
  return answerRoute({
    ...visit,
    request,
    item,
    params: context.req.param(),
    search: new URL(request.url).searchParams,
  });
}
