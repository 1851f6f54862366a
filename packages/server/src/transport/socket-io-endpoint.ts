import type { Server as Engine, WebSocketData } from '@socket.io/bun-engine';
import { createConnectionState, type ConnectionState } from './connection-state.ts';
import type { EngineConnection, EngineTransport, SocketData } from './engine-types.ts';
import { finishResponse } from './finish-response.ts';
import { refuseMalformed } from './polling-limits.ts';
import type { Rate } from './token-bucket.ts';
import type { AdmissionKind, TransportCounters, TransportOptions } from './transport-options.ts';

export type BunServer = Bun.Server<SocketData>;

/** Stands in for Bun's server while the engine handles one request, and is handed on to its `connection` event. */
export interface EngineGate {
  readonly guard: ConnectionState;
  /** The client's, behind trusted proxies; Bun no longer knows the peer once the request is upgraded. */
  readonly clientAddress: string;
  hasUpgraded: boolean;
  transport: EngineTransport | undefined;
  upgrade(request: Request, upgrade: { headers: Headers; data: { transport: EngineTransport } }): boolean;
}

export interface SocketIoEndpointDeps {
  engine: Engine;
  options: TransportOptions;
  counters: TransportCounters;
  packetRate: Rate;
  findConnection: (id: string) => EngineConnection | undefined;
  isAccepting: () => boolean;
}

export interface SocketIoRequest {
  request: Request;
  url: URL;
  remoteAddress: string;
  server: BunServer;
}

/** Answers the requests under `/socket.io`; undefined: the request became a WebSocket. */
export type SocketIoEndpoint = (incoming: SocketIoRequest) => Promise<Response | undefined>;

/** With and without the slash: clients build both. */
export function isSocketIoPath(pathname: string): boolean {
  return pathname === '/socket.io/' || pathname === '/socket.io';
}

/** The engine's HTTP side behind admission, limits, CORS and the drain. // SEC1, SEC4, SEC6, OPS2 */
export function createSocketIoEndpoint(deps: SocketIoEndpointDeps): SocketIoEndpoint {
  const { engine, options, counters } = deps;

  function refuse(incoming: SocketIoRequest, kind: AdmissionKind): Response | undefined {
    // OPS2: who is connected goes on, nobody new comes in.
    if (kind === 'handshake' && !deps.isAccepting())
      return new Response(null, { status: 503, headers: DRAINING_HEADERS });
    return (
      options.admit(incoming.request, incoming.remoteAddress, kind) ??
      refuseMalformed(incoming.request, incoming.url, options.limits.packetBytes)
    );
  }

  function createGate({ request, remoteAddress, server }: SocketIoRequest, sid: string | null): EngineGate {
    const known = sid === null ? undefined : deps.findConnection(sid)?.guard;
    return {
      guard: known ?? createConnectionState(deps.packetRate, options.clock.monotonicMs()),
      clientAddress: sid === null ? options.clientAddress(request, remoteAddress) : remoteAddress,
      hasUpgraded: false,
      transport: undefined,
      upgrade(upgraded, { headers, data: { transport } }) {
        this.transport = transport;
        this.hasUpgraded = server.upgrade(upgraded, { headers, data: { transport, guard: this.guard } });
        return this.hasUpgraded;
      },
    };
  }

  async function handOver(incoming: SocketIoRequest, sid: string | null): Promise<Response | undefined> {
    const gate = createGate(incoming, sid);
    try {
      // Interop: of Bun's server the engine calls `upgrade` alone.
      const server = gate as unknown as Bun.Server<WebSocketData>;
      const response = await engine.handleRequest(incoming.request, server);
      if (gate.hasUpgraded) return undefined;
      // The engine's 500 says that Bun refused the upgrade: the client's headers were wrong.
      return response.status === 500 ? new Response(null, { status: 400 }) : response;
    } catch (error) {
      options.onError?.(error);
      gate.transport?.close();
      return gate.hasUpgraded ? undefined : new Response(null, { status: 400 });
    }
  }

  return async (incoming) => {
    const { request, url } = incoming;
    const cors = options.corsHeaders?.(request);
    if (request.method === 'OPTIONS') return finishResponse(request, answerPreflight(cors));
    const sid = url.searchParams.get('sid');
    const refusal = refuse(incoming, kindOf(request, sid));
    if (refusal !== undefined) {
      counters.refusedRequests += 1;
      return finishResponse(request, refusal, cors ?? {});
    }
    const response = await handOver(incoming, sid);
    return response === undefined
      ? undefined
      : finishResponse(request, response, { ...PRIVATE_HEADERS, ...cors });
  };
}

const DRAINING_HEADERS = { 'Retry-After': '2', Connection: 'close' };

// What a poll answers is one user's mail, not a page.
const PRIVATE_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type',
  'Access-Control-Max-Age': '600',
};

function answerPreflight(cors: Record<string, string> | undefined): Response {
  if (cors === undefined) return new Response(null, { status: 403 });
  return new Response(null, { status: 204, headers: { ...cors, ...PREFLIGHT_HEADERS } });
}

function kindOf(request: Request, sid: string | null): AdmissionKind {
  if (sid === null) return 'handshake';
  return request.headers.has('upgrade') ? 'upgrade' : 'poll';
}
