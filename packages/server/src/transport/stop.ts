import type { Clock } from '@parley/core';
import type { Server } from 'socket.io';
import type { BunServer } from './socket-io-endpoint.ts';

export interface StopDeps {
  io: Server;
  clock: Clock;
  /** undefined: never started. */
  server: () => BunServer | undefined;
  stopAccepting: () => void;
}

/**
 * Closes every socket, then the port, and cuts what is left at the deadline. Bun's own stop resolves only once the last
 * WebSocket and request are gone, so it is started first and waited for last. // OPS2
 */
export function createStop({
  io,
  clock,
  server,
  stopAccepting,
}: StopDeps): (deadlineMs: number) => Promise<void> {
  let stopping: Promise<void> | undefined;

  async function stop(deadlineMs: number): Promise<void> {
    stopAccepting();
    const running = server();
    const stopped = running?.stop();
    let cancelDeadline = (): void => undefined;
    const deadline = new Promise<void>((resolve) => {
      cancelDeadline = clock.after(deadlineMs, resolve);
    });
    const closed = io.close();
    await Promise.race([Promise.all([stopped, closed]), deadline]);
    cancelDeadline();
    await running?.stop(true);
  }

  return (deadlineMs) => (stopping ??= stop(deadlineMs));
}
