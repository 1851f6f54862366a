import { accept, refuse, socketsPerUser, type Refusal, type Result } from '@parley/protocol';
import type { Socket } from 'socket.io';
import { forgetHandshake } from '../transport/forget-handshake.ts';
import { describeFault } from './describe-fault.ts';
import { attachDevice, deviceOf } from './device.ts';
import { createSeats } from './seats.ts';
import type { SocketDeps } from './socket-deps.ts';

// A device that finds all seats taken waits for another one to leave; a drained node, for its successor.
const SEAT_RETRY_MS = 10_000;
const DRAIN_RETRY_MS = 1_000;

export type AdmissionDeps = Pick<SocketDeps, 'authenticator' | 'cookieToken' | 'log' | 'metrics'> & {
  readonly isDraining: () => boolean;
};

/** Socket.IO's middleware: signs a socket in, or answers `connect_error` with `data: {code, retry, retry_after_ms?}`. SEC1 */
export function createAdmission(
  deps: AdmissionDeps,
): (socket: Socket, next: (error?: Error) => void) => void {
  const { authenticator, cookieToken, log, metrics, isDraining } = deps;
  const seats = createSeats(socketsPerUser);

  async function admit(socket: Socket): Promise<Result<void>> {
    const token = tokenOf(socket, cookieToken);
    if (!token.ok) return token;
    const identity = await authenticator.authenticate(token.value);
    if (!identity.ok) return identity;
    const { userId } = identity.value;
    // OPS2: asked now, because it may have begun meanwhile; later handshakes the transport refuses.
    if (isDraining())
      return refuse('unavailable', 'The server is stopping.', { retryAfterMs: DRAIN_RETRY_MS });
    // Gone while it was being asked about: no `disconnect` will come, so it gets no seat.
    if (socket.conn.readyState !== 'open') return refuse('unauthenticated', 'The connection is closed.');
    if (!seats.take(userId)) {
      const sentence = `At most ${String(socketsPerUser)} sockets per user.`;
      return refuse('rate_limited', sentence, { retryAfterMs: SEAT_RETRY_MS });
    }
    attachDevice(socket, identity.value, token.value);
    socket.on('disconnect', leaveSeat);
    forgetHandshake(socket);
    return accept(undefined);
  }

  /** One function for all sockets keeps each small. */
  function leaveSeat(this: Socket): void {
    const device = deviceOf(this);
    if (device.hasSeat) seats.free(device.caller.userId);
    device.hasSeat = false;
  }

  async function decide(socket: Socket): Promise<Result<void>> {
    try {
      return await admit(socket);
    } catch (error) {
      return { ok: false, error: describeFault(error, { log, requestId: socket.id, what: 'connect' }) };
    }
  }

  return (socket, next) => {
    void decide(socket).then((result) => {
      metrics?.connected(result.ok ? 'ok' : result.error.code);
      next(result.ok ? undefined : connectError(result.error));
      if (!result.ok) return;
      // Socket.IO connects it in the tick before this one. If it is gone by then, no `disconnect` will come.
      process.nextTick(() => {
        if (!socket.connected) leaveSeat.call(socket);
      });
    });
  };
}

function tokenOf(socket: Socket, cookieToken: SocketDeps['cookieToken']): Result<string> {
  const given: unknown = socket.handshake.auth.token;
  if (typeof given === 'string' && given !== '') return accept(given);
  if (given !== undefined && given !== null && given !== '')
    return refuse('invalid', 'auth.token: must be a string');
  const cookie = cookieToken(socket);
  return cookie === undefined
    ? refuse('unauthenticated', 'Sign in first: auth.token is missing.')
    : accept(cookie);
}

/** Socket.IO sends an error's `message` and `data`. */
function connectError({ code, message, retry, retry_after_ms }: Refusal): Error {
  const data = { code, retry, ...(retry_after_ms === undefined ? {} : { retry_after_ms }) };
  return Object.assign(new Error(message), { data });
}
