import type { Clock } from '@parley/core';
import { refuse } from '@parley/protocol';
import type { Server, Socket } from 'socket.io';
import { cutSocket } from './cut-socket.ts';
import { deviceOf } from './device.ts';

const LOOK_PERIOD_MS = 1_000;

export interface ExpiryDeps {
  readonly io: Server;
  readonly clock: Clock;
}

/**
 * Cuts sockets whose token has ended, at most a second late by the wall clock. SEC1
 * @returns watches the token of one more ready socket; a socket that is gone needs no word.
 */
export function createExpiryWatch({ io, clock }: ExpiryDeps): (socket: Socket) => void {
  // One timer for all: one for each would cost every connection half a kilobyte.
  let nextMs = Infinity;
  let cancel: (() => void) | undefined;

  function look(): void {
    if (clock.nowMs() < nextMs) return;
    const nowMs = clock.nowMs();
    nextMs = Infinity;
    for (const socket of io.of('/').sockets.values()) {
      const { expiresAtMs } = deviceOf(socket);
      if (expiresAtMs === null) continue;
      if (expiresAtMs <= nowMs) cutSocket(socket, expired);
      else nextMs = Math.min(nextMs, expiresAtMs);
    }
    if (nextMs !== Infinity) return;
    cancel?.();
    cancel = undefined;
  }

  return (socket) => {
    const { expiresAtMs } = deviceOf(socket);
    if (expiresAtMs === null) return;
    nextMs = Math.min(nextMs, expiresAtMs);
    cancel ??= clock.every(LOOK_PERIOD_MS, look);
  };
}

const expired = refuse('unauthenticated', 'The token has expired.').error;
