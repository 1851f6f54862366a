import type { Server } from 'socket.io';
import type { Room } from 'socket.io-adapter';
import { encodeEvent, packetOf } from './encode.ts';
import { createGuardedEngine } from './engine.ts';
import { createHttpFront, type HttpFront } from './http-front.ts';
import { listen, type ListenOptions } from './listen.ts';
import type { NativeRooms } from './native-rooms.ts';
import type { PublishToAll } from './room-delivery.ts';
import { createPressure, type Pressure } from './pressure.ts';
import { createSocketIoEndpoint, type BunServer } from './socket-io-endpoint.ts';
import { createSocketIoServer, nativeRoomsOf } from './socket-io-server.ts';
import { createStop } from './stop.ts';
import {
  createCounters,
  resolveOptions,
  type ResolvedOptions,
  type TransportCounters,
  type TransportOptions,
  type TransportStats,
} from './transport-options.ts';
import { createWebSocketHandler } from './websocket-handler.ts';

export { ListenError } from './listen.ts';
export type { AdmissionKind, TransportOptions, TransportStats } from './transport-options.ts';

/** Sockets and HTTP on one port. Everything that is Bun's own about them lives in this folder. */
export interface Transport {
  /**
   * Socket.IO's server: middleware, `connection`, emits and rooms work as documented there. Namespace `/` only; text only;
   * connection state recovery is off. `handshake.headers` holds those that sign people in or name the client, no others. `onAnyOutgoing` is not told of what `publish` sends.
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

/** Makes the transport; nothing listens until `start`. */
export function createTransport(given: TransportOptions): Transport {
  const options = resolveOptions(given);
  const { clock, packetRate } = options;
  const counters = createCounters();
  let server: BunServer | undefined;
  let isDraining = false;

  const guarded = createGuardedEngine(options, counters);
  const { engine, findConnection, counts } = guarded;
  const publishToAll: PublishToAll = (topic, frame) => server?.publish(topic, frame) ?? 0;
  const lossyBytes = options.limits.outputBytes / LOSSY_SHARE;
  const pressure = createPressure({ clock, lossyBytes, counters });
  const io = createSocketIoServer(guarded, options.connectTimeoutMs, {
    lossyBytes,
    publishToAll,
    onPressure: (room) => {
      pressure.note(io, room);
    },
  });
  const isAccepting = () => !isDraining;
  const answerSocketIo = createSocketIoEndpoint({
    engine,
    options,
    counters,
    packetRate,
    findConnection,
    isAccepting,
  });
  const front = createHttpFront(answerSocketIo, options.fetch);
  const stopAccepting = () => {
    isDraining = true;
  };

  return {
    io,
    ...createPublishing(nativeRoomsOf(io), pressure),
    port() {
      if (server?.port === undefined) throw new Error('the transport is not started');
      return server.port;
    },
    async start() {
      server = listen(listenOptionsOf(options, { counters, front, publishToAll }));
    },
    stopAccepting,
    stop: createStop({ io, clock, server: () => server, stopAccepting }),
    stats: () => ({ ...counters, ...counts(), sockets: io.of('/').sockets.size }),
  };
}

// Under pressure a socket gets lossy events while less than this part of its output limit is unread.
const LOSSY_SHARE = 4;

type Publishing = Pick<Transport, 'publish' | 'publishEncoded' | 'publishLossy' | 'encodeEvent' | 'roomSize'>;

function createPublishing(rooms: NativeRooms, pressure: Pressure): Publishing {
  return {
    encodeEvent,
    // eslint-disable-next-line @typescript-eslint/max-params -- the hot path: no object is made per message
    publish(room, event, payload, exceptSocketId) {
      if (rooms.rooms.has(room)) rooms.deliver(room, packetOf(encodeEvent(event, payload)), exceptSocketId);
    },
    publishEncoded(room, json, exceptSocketId) {
      rooms.deliver(room, packetOf(json), exceptSocketId);
    },
    publishLossy(room, json, exceptSocketId) {
      rooms.deliverLossy(room, packetOf(json), { isPressured: pressure.isHigh(), exceptSocketId });
    },
    roomSize: (room) => rooms.rooms.get(room)?.size ?? 0,
  };
}

function listenOptionsOf(
  options: ResolvedOptions,
  { front, ...parts }: { counters: TransportCounters; front: HttpFront; publishToAll: PublishToAll },
): ListenOptions {
  const { hostname, port, clock, packetRate, limits, pingIntervalMs, pingTimeoutMs } = options;
  return {
    hostname,
    port,
    fetch: front,
    requestBodyBytes: limits.requestBodyBytes,
    // Bun's bounds are 255 s and 960 s. A poll is answered by the next ping at the latest.
    idleTimeoutSeconds: Math.min(255, Math.ceil(pingIntervalMs / 1000) + 5),
    websocket: createWebSocketHandler({
      clock,
      ...parts,
      packetRate,
      packetBytes: limits.packetBytes,
      outputBytes: limits.outputBytes,
      idleTimeoutSeconds: Math.min(
        960,
        Math.max(60, Math.ceil((pingIntervalMs + pingTimeoutMs) / 1000) + 15),
      ),
    }),
    onError: (error) => options.onError?.(error),
  };
}
