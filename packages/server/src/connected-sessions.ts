import type { SessionId } from '@parley/protocol';
import { deviceOf } from './socket/device.ts';
import type { Transport } from './transport/transport.ts';

/** The sessions that have a socket on this node, as often as they have one. */
export function* connectedSessions(transport: Transport): Generator<SessionId> {
  for (const socket of transport.io.of('/').sockets.values()) {
    const { sessionId } = deviceOf(socket).caller;
    if (sessionId !== null) yield sessionId;
  }
}
