import type { Clock } from '@parley/core';
import type { Rate } from './token-bucket.ts';

export type AdmissionKind = 'handshake' | 'upgrade' | 'poll';

export interface TransportLimits {
  /** One packet from a client: a WebSocket message, or the body of one polling POST. */
  packetBytes: number;
  /** Output that a client has not taken. Above it the connection is closed. // PIP4 */
  outputBytes: number;
  /** The body of any HTTP request. */
  requestBodyBytes: number;
}

export interface TransportOptions {
  hostname: string;
  /** 0: any free port. */
  port: number;
  clock: Clock;
  /**
   * Answers every HTTP request that is not Socket.IO's. `remoteAddress` is the TCP peer's. Whoever calls `allowSlow`
   * lets body and answer pause for up to 255 s, where else a body below some 16 kB/s is cut.
   */
  fetch: (request: Request, remoteAddress: string, allowSlow: () => void) => Response | Promise<Response>;
  /**
   * Asked before every handshake, upgrade and poll of Socket.IO. A response refuses (403, 429, 503, …), undefined admits.
   * `remoteAddress` is the TCP peer's. // SEC1, SEC4
   */
  admit(request: Request, remoteAddress: string, kind: AdmissionKind): Response | undefined;
  /** The client's own address, where the TCP peer is a trusted proxy. Becomes `handshake.address`. */
  clientAddress(request: Request, remoteAddress: string): string;
  /** The CORS headers of a Socket.IO response to this request; undefined: none, and a preflight is refused. */
  corsHeaders?(request: Request): Record<string, string> | undefined;
  /** What `fetch` or the engine threw. The client gets a bare 500. */
  onError?(error: unknown): void;
  limits: TransportLimits;
  /** Between two pings; 25,000 when absent. */
  pingIntervalMs?: number;
  /** From a ping to its pong; 20,000 when absent. */
  pingTimeoutMs?: number;
  /** From the first byte to an accepted CONNECT; 5,000 when absent. // SEC1 */
  connectTimeoutMs?: number;
  /** From the start of an upgrade to its end; 10,000 when absent. */
  upgradeTimeoutMs?: number;
  /** Packets of any kind, WebSocket pings too, per connection; 200 when absent, Infinity lifts the limit. // SEC6 */
  packetsPerSecond?: number;
  /** 1,000 when absent. */
  packetBurst?: number;
}

/** The options with every default filled in. */
export interface ResolvedOptions extends TransportOptions {
  pingIntervalMs: number;
  pingTimeoutMs: number;
  connectTimeoutMs: number;
  upgradeTimeoutMs: number;
  packetRate: Rate;
}

export function resolveOptions(options: TransportOptions): ResolvedOptions {
  return {
    ...options,
    pingIntervalMs: options.pingIntervalMs ?? 25_000,
    pingTimeoutMs: options.pingTimeoutMs ?? 20_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    upgradeTimeoutMs: options.upgradeTimeoutMs ?? 10_000,
    packetRate: { perSecond: options.packetsPerSecond ?? 200, burst: options.packetBurst ?? 1_000 },
  };
}

/** Why this side closed connections, and how many; all only grow. */
export interface TransportCounters {
  closedForBackpressure: number;
  closedForPacketRate: number;
  closedForUnsolicitedPong: number;
  closedForBinary: number;
  /** Socket.IO requests refused by `admit`, by a limit or as malformed. */
  refusedRequests: number;
  /** Publishes that met a socket with unread output. */
  pressuredPublishes: number;
}

export interface TransportStats extends TransportCounters {
  /** Sockets past CONNECT. */
  sockets: number;
  /** Connections on a WebSocket, past CONNECT or not. */
  websockets: number;
  /** Connections that poll, past CONNECT or not. */
  polling: number;
}

export function createCounters(): TransportCounters {
  return {
    closedForBackpressure: 0,
    closedForPacketRate: 0,
    closedForUnsolicitedPong: 0,
    closedForBinary: 0,
    refusedRequests: 0,
    pressuredPublishes: 0,
  };
}
