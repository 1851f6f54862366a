import { io } from 'socket.io-client';
import type { Refusal } from '@parley/protocol';
import type { Transport } from '../ports/transport.ts';

/** Time for the handshake, authentication included. */
const openDeadlineMs = 20_000;

/** `data` of a `connect_error` with its sentence, when the server itself refused. */
function reasonOf(error: Error & { data?: unknown }): Partial<Refusal> | undefined {
  const { data } = error;
  return typeof data === 'object' && data !== null ? { message: error.message, ...data } : undefined;
}

/** Connections by socket.io-client: WebSocket, or polling where that fails. One try each; trying again is ours. */
export function createSocketIoTransport(url: string): Transport {
  return (token, events) => {
    const socket = io(url, {
      forceNew: true,
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      timeout: openDeadlineMs,
      withCredentials: true,
      auth: token === undefined ? {} : { token },
    });
    let isOver = false;
    const end = (): void => {
      isOver = true;
      socket.off();
      socket.offAny();
      socket.disconnect();
    };
    socket.on('connect', () => events.opened());
    socket.on('connect_error', (error) => {
      end();
      events.refused(reasonOf(error));
    });
    socket.on('disconnect', () => {
      end();
      events.closed();
    });
    socket.onAny((name: string, payload: unknown) => events.event(name, payload));
    return {
      async request(event, payload, deadlineMs) {
        if (isOver) return undefined;
        try {
          const ack: unknown = await socket.timeout(deadlineMs).emitWithAck(event, payload);
          return ack;
        } catch {
          return undefined; // no answer: lost, or late
        }
      },
      close: end,
    };
  };
}
