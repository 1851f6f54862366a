import type { Clock } from '@parley/core';
import type { Server } from 'socket.io';
import { connectionOf, openWebSocketOf } from './engine-types.ts';
import type { TransportCounters } from './transport-options.ts';

// How long after the last sign of it pressure is assumed to last.
const PRESSURE_LASTS_MS = 2_000;
const SWEEP_PERIOD_MS = 250;

export interface PressureDeps {
  clock: Clock;
  /** Unread output from which on a socket counts as pressured. */
  lossyBytes: number;
  counters: TransportCounters;
}

/** The server's own signal of unread output: Socket.IO's `volatile` does nothing on this engine. // PIP5 */
export interface Pressure {
  /** A publish met unread output in `room`. */
  note(io: Server, room: string): void;
  isHigh(): boolean;
}

export function createPressure({ clock, lossyBytes, counters }: PressureDeps): Pressure {
  let highUntilMs = -Infinity;
  let nextSweepMs = -Infinity;

  /** Bun does not say whose output it was, nor why it later closes a socket: remembered here for the counters. */
  function sweep(io: Server, room: string): void {
    const namespace = io.of('/');
    for (const id of namespace.adapter.rooms.get(room) ?? []) {
      const socket = namespace.sockets.get(id);
      const webSocket = socket === undefined ? undefined : openWebSocketOf(connectionOf(socket));
      if (webSocket !== undefined && webSocket.getBufferedAmount() > lossyBytes)
        webSocket.data.guard.isPressured = true;
    }
  }

  return {
    note(io, room) {
      counters.pressuredPublishes += 1;
      const nowMs = clock.monotonicMs();
      highUntilMs = nowMs + PRESSURE_LASTS_MS;
      if (nowMs < nextSweepMs) return;
      nextSweepMs = nowMs + SWEEP_PERIOD_MS;
      sweep(io, room);
    },
    isHigh: () => clock.monotonicMs() < highUntilMs,
  };
}
