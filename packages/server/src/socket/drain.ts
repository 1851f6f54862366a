import type { Clock } from '@parley/core';
import type { Server, Socket } from 'socket.io';

const WAVE_PERIOD_MS = 100;
const MIN_WAVE = 200;
// A restart takes about this long; after it, sockets come back a thousand a second.
const FIRST_RETURN_MS = 1_000;
const SPREAD_MS_PER_SOCKET = 1;
const MAX_SPREAD_MS = 30_000;

export interface DrainDeps {
  readonly io: Server;
  readonly clock: Clock;
}

/**
 * Tells every socket `closing` with a time of its own to come back, then closes their transports in waves, the last one
 * before `deadlineMs` has passed. Client libraries then come back by themselves. OPS2
 */
export async function drainSockets({ io, clock }: DrainDeps, deadlineMs: number): Promise<void> {
  const sockets = [...io.of('/').sockets.values()];
  const spreadMs = Math.min(MAX_SPREAD_MS, sockets.length * SPREAD_MS_PER_SOCKET);
  for (const [index, socket] of sockets.entries()) {
    const retryAfterMs = FIRST_RETURN_MS + Math.round((spreadMs * index) / sockets.length);
    socket.emit('closing', { retry_after_ms: retryAfterMs });
  }
  const maxWaves = Math.max(1, Math.floor(deadlineMs / WAVE_PERIOD_MS) - 1);
  const waveSize = Math.max(MIN_WAVE, Math.ceil(sockets.length / maxWaves));
  for (let start = 0; start < sockets.length; start += waveSize) {
    if (start > 0) await pause(clock, WAVE_PERIOD_MS);
    for (const socket of sockets.slice(start, start + waveSize)) closeTransport(socket);
  }
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** What was sent goes out first; a polling socket takes it with its next poll. */
function closeTransport(socket: Socket): void {
  socket.conn.close();
}
