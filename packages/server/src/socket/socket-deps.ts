import type { Chat, Clock } from '@parley/core';
import type { ErrorCode, Limits } from '@parley/protocol';
import type { Socket } from 'socket.io';
import type { Authenticator } from '../auth/identity.ts';
import type { Transport } from '../transport/transport.ts';

/** Where faults are told of; pino's shape. */
export interface SocketLog {
  error(details: Readonly<Record<string, unknown>>, what: string): void;
}

/** What metrics may want to count; each is called once per occurrence and must not throw. */
export interface SocketMetrics {
  /** `event`: one of the table, or `unknown`. */
  answered(event: string, outcome: 'ok' | ErrorCode): void;
  /** How a handshake ended. */
  connected(outcome: 'ok' | ErrorCode): void;
}

export interface SocketDeps {
  readonly transport: Transport;
  readonly chat: Chat;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  /** `RATE_LIMITS`: `false` lifts every rate, refused events per socket included; not the sockets per user. */
  readonly limitsOn: boolean;
  /** `ready.limits` */
  readonly announcedLimits: Limits;
  /** The store's; `ready.generation` */
  readonly generation: string;
  /** The session cookie of the handshake where it may count (the server's own Origin, SEC4), used without `auth.token`. */
  readonly cookieToken: (socket: Socket) => string | undefined;
  readonly log: SocketLog;
  readonly metrics?: SocketMetrics;
  /** Chaos mode: whether this ack is lost on its way. */
  readonly losesAck?: (() => boolean) | undefined;
}
