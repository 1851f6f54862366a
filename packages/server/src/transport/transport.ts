import { Server as Engine } from '@socket.io/bun-engine';
import { Server } from 'socket.io';
import { Adapter, type Room } from 'socket.io-adapter';
import { encodeEvent, packetOf } from './encode.ts';
import { createEngineGuards } from './engine-guards.ts';
import { connectionOf, type EngineConnection } from './engine-types.ts';
import { finishResponse } from './finish-response.ts';
import { listen } from './listen.ts';
import { withNativeRooms, type NativeRooms } from './native-rooms.ts';
import { StrictDecoder, TextEncoder } from './packet-codec.ts';
import { createPressure } from './pressure.ts';
import { remoteAddressOf } from './remote-address.ts';
import { createSocketIoEndpoint, isSocketIoPath, type BunServer, type EngineGate } from './socket-io-endpoint.ts';
import { createStop } from './stop.ts';
import { createCounters, type TransportOptions, type TransportStats } from './transport-options.ts';
import { createWebSocketHandler } from './websocket-handler.ts';

export { ListenError, type ListenFailure } from './listen.ts';
export type { AdmissionKind, TransportLimits, TransportOptions, TransportStats } from './transport-options.ts';

/** Sockets and HTTP on one port. Everything that is Bun's own about them lives in this folder. */
export interface Transport {
  /**
   * Socket.IO's server: middleware, `connection`, emits and rooms work as documented there. Namespace `/` only; text only;
   * connection state recovery is off. `onAnyOutgoing` is not told of what `publish` sends.
   */
  readonly io: Server;
  /**
   * Sends one event to all sockets of `room` but `exceptSocketId`, encoded once, the same bytes for all. Each socket gets
   * what it is sent in the order of the calls, acks and emits included. Nobody there: no work is done.
   */
  publish(room: Room, event: string, payload: unknown, exceptSocketId?: string): void;
  /** The same for an event already encoded by `encodeEvent`. */
  publishEncoded(room: Room, json: string, exceptSocketId?: string): void;
  /** The same for typing, presence and receipts: sockets with much unread output don't get it. // PIP5 */
  publishLossy(room: Room, json: string, exceptSocketId?: string): void;
  encodeEvent(event: string, payload: unknown): string;
  /** Sockets in the room, on this process. */
  roomSize(room: Room): number;
  /** The port listened on. Throws before `start`. */
  port(): number;
  /** Listens. Rejects with ListenError. */
  start(): Promise<void>;
  /** Refuses handshakes with 503 from now on; sockets live on, and so do `fetch` and the polls of known sessions. // OPS2 */
  stopAccepting(): void;
  /** Closes all sockets and the port; what is still open after `deadlineMs` is cut. Again: the same promise. // OPS2 */
  stop(deadlineMs: number): Promise<void>;
  stats(): TransportStats;
}

export function createTransport(options: TransportOptions): Transport {
  const { clock, limits } = options;
  const pingIntervalMs = options.pingIntervalMs ?? 25_000;
  const pingTimeoutMs = options.pingTimeoutMs ?? 20_000;
  const packetRate = { perSecond: options.packetsPerSecond ?? 200, burst: options.packetBurst ?? 1_000 };
  const counters = createCounters();
  let server: BunServer | undefined;
  let isDraining = false;

  const engine = new Engine({
    path: '/socket.io/',
    pingInterval: pingIntervalMs,
    pingTimeout: pingTimeoutMs,
    upgradeTimeout: options.upgradeTimeoutMs ?? 10_000,
    maxHttpBufferSize: limits.packetBytes,
  });
  // Interop: the engine's map of its connections by id is declared private.
  const connections = (engine as unknown as { clients: Map<string, EngineConnection> }).clients;
  const guards = createEngineGuards({
    clock,
    counters,
    packetRate,
    outputBytes: limits.outputBytes,
    forget: (id) => connections.delete(id),
  });
  // Registered before Socket.IO's own listener: it reads the address, and ours must see packets first.
  engine.on('connection', (session, _request, gateAsServer) => {
    // Interop: see engine-types; the third argument is what the endpoint passed as the server.
    const connection = session as unknown as EngineConnection;
    const gate = gateAsServer as unknown as EngineGate;
    connection.guard = gate.guard;
    connection.remoteAddress = gate.clientAddress;
    guards.watch(connection);
  });

  const lossyBytes = limits.outputBytes / 4;
  const pressure = createPressure({ clock, lossyBytes, counters });
  const io = new Server({
    adapter: withNativeRooms(Adapter, {
      lossyBytes,
      publishToAll: (topic, frame) => server?.publish(topic, frame) ?? 0,
      onPressure: (room) => {
        pressure.note(io, room);
      },
    }),
    parser: { Encoder: TextEncoder, Decoder: StrictDecoder },
    connectTimeout: options.connectTimeoutMs ?? 5_000,
    serveClient: false,
  });
  io.bind(engine);
  io.on('connection', (socket) => {
    // SEC1: no connection without a namespace, whichever side left it.
    socket.on('disconnect', () => {
      connectionOf(socket).close();
    });
  });
  // Interop: Socket.IO made it from the class given above.
  const rooms = io.of('/').adapter as NativeRooms;

  const answerSocketIo = createSocketIoEndpoint({
    engine,
    options,
    counters,
    packetRate,
    findConnection: (id) => connections.get(id),
    isDraining: () => isDraining,
  });

  function answer(request: Request, bunServer: BunServer): Promise<Response | undefined> | Response {
    // A malformed Host leaves no absolute URL, and everything behind parses it.
    if (!URL.canParse(request.url)) return new Response(null, { status: 400, headers: { Connection: 'close' } });
    const remoteAddress = remoteAddressOf(request, bunServer);
    const url = new URL(request.url);
    if (isSocketIoPath(url.pathname)) return answerSocketIo({ request, url, remoteAddress, server: bunServer });
    return answerOther(request, remoteAddress);
  }

  async function answerOther(request: Request, remoteAddress: string): Promise<Response> {
    return finishResponse(request, await options.fetch(request, remoteAddress));
  }

  function publishEncoded(room: Room, json: string, exceptSocketId?: string): void {
    rooms.deliver(room, packetOf(json), exceptSocketId);
  }

  function started(): BunServer {
    if (server === undefined) throw new Error('the transport is not started');
    return server;
  }

  return {
    io,
    publishEncoded,
    encodeEvent,
    publish(room, event, payload, exceptSocketId) {
      if (rooms.rooms.has(room)) publishEncoded(room, encodeEvent(event, payload), exceptSocketId);
    },
    publishLossy(room, json, exceptSocketId) {
      rooms.deliverLossy(room, packetOf(json), { isPressured: pressure.isHigh(), exceptSocketId });
    },
    roomSize: (room) => rooms.rooms.get(room)?.size ?? 0,
    port: () => started().port ?? 0,
    // eslint-disable-next-line @typescript-eslint/require-await -- a failure is a rejection, as declared
    async start() {
      server = listen({
        hostname: options.hostname,
        port: options.port,
        // A poll is answered by the next ping at the latest.
        idleTimeoutSeconds: Math.min(255, Math.ceil(pingIntervalMs / 1000) + 5),
        requestBodyBytes: limits.requestBodyBytes,
        websocket: createWebSocketHandler({
          clock,
          counters,
          packetRate,
          packetBytes: limits.packetBytes,
          outputBytes: limits.outputBytes,
          idleTimeoutSeconds: Math.min(960, Math.max(60, Math.ceil((pingIntervalMs + pingTimeoutMs) / 1000) + 15)),
        }),
        fetch: answer,
        onError: (error) => options.onError?.(error),
      });
    },
    stopAccepting() {
      isDraining = true;
    },
    stop: createStop({ io, clock, server: () => server, beginDrain: () => (isDraining = true) }),
    stats: () => ({ ...counters, ...guards.counts(), sockets: io.of('/').sockets.size }),
  };
}
