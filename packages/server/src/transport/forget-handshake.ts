import type { Socket } from 'socket.io';
import { connectionOf } from './engine-types.ts';

/**
 * Drops what a signed-in socket no longer needs of its handshake (token, headers, query, address) from the socket and
 * from its connection: a kilobyte, and a secret, for as long as it stays. `socket.handshake` is empty from then on.
 */
export function forgetHandshake(socket: Socket): void {
  // Interop: declared read-only for those who use it, and nothing in Socket.IO reads it again.
  (socket as { handshake: Socket['handshake'] }).handshake = spent;
  const connection = connectionOf(socket);
  connection.request = spentRequest;
  connection.remoteAddress = '';
}

const spentRequest = { headers: {} };
const spent: Socket['handshake'] = Object.freeze({
  headers: {},
  time: '',
  address: '',
  xdomain: false,
  secure: false,
  issued: 0,
  url: '',
  query: {},
  auth: {},
});
