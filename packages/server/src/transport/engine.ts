import { Server as Engine } from '@socket.io/bun-engine';
import { createEngineGuards, type EngineGuards } from './engine-guards.ts';
import type { EngineConnection } from './engine-types.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { EngineGate } from './socket-io-endpoint.ts';
import type { ResolvedOptions, TransportCounters } from './transport-options.ts';

export interface GuardedEngine extends Pick<EngineGuards, 'counts' | 'listeners'> {
  engine: Engine;
  findConnection: (id: string) => EngineConnection | undefined;
}

/** The engine with its guards in place. Bind Socket.IO to it afterwards: the guards must see each packet first. */
export function createGuardedEngine(options: ResolvedOptions, counters: TransportCounters): GuardedEngine {
  const engine = new Engine({
    path: '/socket.io/',
    pingInterval: options.pingIntervalMs,
    pingTimeout: options.pingTimeoutMs,
    upgradeTimeout: options.upgradeTimeoutMs,
    maxHttpBufferSize: options.limits.packetBytes,
  });
  // Interop: the engine's map of its connections by id is declared private.
  const connections = (engine as unknown as { clients: Map<string, EngineConnection> }).clients;
  const guards = createEngineGuards({
    clock: options.clock,
    counters,
    packetRate: options.packetRate,
    outputBytes: options.limits.outputBytes,
    keepAlive: createHeartbeat({ ...options, connections: () => connections.values() }),
    forget: (id) => connections.delete(id),
  });
  engine.on('connection', (session, _request, gateAsServer) => {
    // Interop: see engine-types. The third argument is what the endpoint passed as the server.
    const connection = session as unknown as EngineConnection;
    // Interop: as above.
    const gate = gateAsServer as unknown as EngineGate;
    connection.guard = gate.guard;
    connection.request.headers = keptHeaders(connection.request.headers);
    connection.remoteAddress = gate.clientAddress;
    guards.watch(connection);
  });
  return { engine, findConnection: (id) => connections.get(id), ...guards };
}

// A browser sends a kilobyte of headers, and they are kept as long as the connection lives.
const KEPT_HEADERS = [
  'authorization',
  'cookie',
  'host',
  'origin',
  'user-agent',
  'accept-language',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-request-id',
];

function keptHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (name in headers ? [[name, headers[name] ?? '']] : [])),
  );
}
