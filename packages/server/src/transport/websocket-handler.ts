import type { BunWebSocket } from '@socket.io/bun-engine';
import type { Clock } from '@parley/core';
import type { SocketData, WebSocketHandle } from './engine-types.ts';
import { createGatheredOutput } from './gathered-output.ts';
import type { PublishToAll } from './room-delivery.ts';
import { takeToken, type Rate } from './token-bucket.ts';
import type { TransportCounters } from './transport-options.ts';

const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;
const ABNORMAL_CLOSURE = 1006;
const PROBE = '2probe';

export interface WebSocketHandlerDeps {
  clock: Clock;
  counters: TransportCounters;
  packetRate: Rate;
  packetBytes: number;
  outputBytes: number;
  idleTimeoutSeconds: number;
  publishToAll: PublishToAll;
}

/** What Bun calls for every WebSocket: the engine's own handlers behind the guards that act on frames. // SEC6, PIP4 */
export function createWebSocketHandler(deps: WebSocketHandlerDeps): Bun.WebSocketHandler<SocketData> {
  const { clock, counters, packetRate } = deps;
  const gatherOutput = createGatheredOutput(deps.publishToAll);

  function closeUnlessWithinRate(socket: WebSocketHandle): boolean {
    if (takeToken(socket.data.guard, packetRate, clock.monotonicMs())) return true;
    counters.closedForPacketRate += 1;
    socket.close(POLICY_VIOLATION, 'packet rate');
    return false;
  }

  return {
    maxPayloadLength: deps.packetBytes,
    idleTimeout: deps.idleTimeoutSeconds,
    // By default Bun drops silently above the limit and leaves a gap: closed, never skipped.
    backpressureLimit: deps.outputBytes,
    closeOnBackpressureLimit: true,
    perMessageDeflate: false,

    open(socket) {
      // Interop: the engine's declaration of its own `data` lacks our `guard`.
      socket.data.transport.onOpen(socket as unknown as BunWebSocket);
      gatherOutput(socket);
    },

    message(socket, message) {
      if (typeof message !== 'string') {
        counters.closedForBinary += 1;
        socket.close(UNSUPPORTED_DATA);
        return;
      }
      const { transport, guard } = socket.data;
      if (!closeUnlessWithinRate(socket)) return;
      if (message === PROBE && guard.probesLeft-- <= 0) {
        // Each probe starts an interval that the engine would never clear.
        socket.close(POLICY_VIOLATION, 'second probe');
        return;
      }
      transport.onMessage(message);
    },

    ping(socket) {
      closeUnlessWithinRate(socket);
    },

    pong(socket) {
      closeUnlessWithinRate(socket);
    },

    drain(socket) {
      socket.data.guard.isPressured = false;
    },

    close(socket, code, reason) {
      const { transport, guard } = socket.data;
      if (code === ABNORMAL_CLOSURE && guard.isPressured) counters.closedForBackpressure += 1;
      transport.onCloseEvent(code, reason);
    },
  };
}
