import type { Caller, SocketId } from '@parley/core';
import type { SessionId } from '@parley/protocol';
import type { Socket } from 'socket.io';
import type { ReceivedEvent } from '../transport/take-events.ts';
import type { Identity } from '../auth/identity.ts';

export type { ReceivedEvent };

/** A caller over a socket. */
export type SocketCaller = Caller & { readonly socketId: SocketId };

/** What the server knows of a signed-in socket. */
export interface Device {
  /** Who calls over it; calls with an ack get a copy with `acknowledge`. */
  readonly caller: SocketCaller;
  /** What `ready.session_id` says. */
  readonly announcedSessionId: SessionId;
  /** UTC ms; `null`: does not end by time. */
  readonly expiresAtMs: number | null;
  /** Asked about again when the socket is in its rooms, then emptied. */
  token: string;
  /** `chat.connect` has ended, well or not: from now on a lost socket is told to the chat at once. */
  hasEntered: boolean;
  /** It counts against its user's sockets. */
  hasSeat: boolean;
  /** Events that came before `ready`, oldest first; `undefined`: they are answered as they come. */
  waiting: ReceivedEvent[] | undefined;
}

/** Makes the device of a socket whose token is `identity`'s, and ties them. */
export function attachDevice(socket: Socket, identity: Identity, token: string): void {
  const { userId, sessionId, announcedSessionId, expiresAtMs } = identity;
  const device: Device = {
    // The one place where a socket's id becomes core's.
    caller: { userId, sessionId, socketId: socket.id as SocketId },
    announcedSessionId,
    expiresAtMs,
    token,
    hasEntered: false,
    hasSeat: true,
    waiting: [],
  };
  socket.data = device;
}

/** The device of a socket that passed the middleware, as all sockets in rooms have. */
export function deviceOf(socket: Socket): Device {
  // Interop: Socket.IO declares `data` as `any`; `attachDevice` alone fills it.
  return socket.data as Device;
}
