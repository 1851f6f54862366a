import type { Refusal } from '@parley/protocol';
import type { Socket } from 'socket.io';

/**
 * Sends `error` with the refusal, then closes the socket; the error arrives first. Client libraries come back by
 * themselves after a lost transport and stay away after a disconnect, so that follows from `retry`.
 */
export function cutSocket(socket: Socket, refusal: Refusal): void {
  if (!socket.connected) return;
  socket.emit('error', refusal);
  if (refusal.retry) socket.conn.close();
  else socket.disconnect(true);
}
