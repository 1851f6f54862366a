import type { Clock } from '@parley/core';
import type { EngineConnection, EnginePacket } from './engine-types.ts';
import type { Listeners } from './lean-socket.ts';
import { shareListeners } from './share-listeners.ts';
import { takeToken, type Rate } from './token-bucket.ts';
import type { TransportCounters } from './transport-options.ts';

export interface EngineGuardDeps {
  clock: Clock;
  counters: TransportCounters;
  packetRate: Rate;
  outputBytes: number;
  /** Pings it from now on. */
  keepAlive: (connection: EngineConnection) => void;
  /** Drops the engine's own record of a closed connection. */
  forget: (connectionId: string) => void;
}

export interface ConnectionCounts {
  websockets: number;
  polling: number;
}

export interface EngineGuards {
  /** Sets the guards on a new connection, before Socket.IO sees it. `guard` must be set. */
  watch(connection: EngineConnection): void;
  /** What it has every WebSocket call, by event. */
  listeners: Listeners;
  /** Connections by their present transport. */
  counts: () => ConnectionCounts;
}

type PacketListener = (this: EngineConnection, packet: EnginePacket) => void;

/**
 * What the engine leaves open on each of its connections: pongs nobody asked for (each would start a timer), packets
 * without a limit on their rate, and output queued without a limit for a client that never polls. // SEC6, PIP4
 *
 * The listeners are shared by all connections (`this` is the connection), which keeps an idle one small.
 */
export function createEngineGuards(deps: EngineGuardDeps): EngineGuards {
  const onPacket = createPacketGuard(deps);
  const onPacketCreate = createOutputGuard(deps);
  const counts: ConnectionCounts = { websockets: 0, polling: 0 };

  function onUpgrade(): void {
    counts.polling -= 1;
    counts.websockets += 1;
  }

  function onClose(this: EngineConnection): void {
    counts[isPolling(this) ? 'polling' : 'websockets'] -= 1;
    deps.forget(this.id);
  }

  return {
    watch(connection) {
      counts[isPolling(connection) ? 'polling' : 'websockets'] += 1;
      // The engine's own close listener retains the request and its headers for the connection's life: ours replaces it.
      connection.off('close');
      connection.on('close', onClose);
      connection.on('packet', onPacket);
      connection.on('packetCreate', onPacketCreate);
      deps.keepAlive(connection);
      if (!isPolling(connection)) {
        shareListeners(connection);
        return;
      }
      if (connection.guard !== undefined) connection.guard.probesLeft = 1;
      connection.on('flush', onFlush);
      connection.on('upgrade', onUpgrade);
    },
    listeners: new Map<string, readonly (typeof onPacket | typeof onClose)[]>([
      ['packet', [onPacket]],
      ['packetCreate', [onPacketCreate]],
      ['close', [onClose]],
    ]),
    counts: () => ({ ...counts }),
  };
}

/** The engine reads the packet's type after this listener: an `error` makes it close the connection. */
function createPacketGuard({ clock, counters, packetRate }: EngineGuardDeps): PacketListener {
  return function (packet) {
    const { guard } = this;
    if (guard === undefined) return;
    // WebSocket messages were counted when they came in.
    if (isPolling(this) && !takeToken(guard, packetRate, clock.monotonicMs())) {
      counters.closedForPacketRate += 1;
      packet.type = 'error';
    } else if (packet.type === 'pong') {
      if (!guard.isPongDue) {
        counters.closedForUnsolicitedPong += 1;
        packet.type = 'error';
      }
      guard.isPongDue = false;
    } else if (packet.type === 'message' && typeof packet.data !== 'string') {
      counters.closedForBinary += 1;
      packet.type = 'error';
    }
  };
}

/** Watches what is about to be sent and has to wait for a poll. */
function createOutputGuard({ counters, outputBytes }: EngineGuardDeps): PacketListener {
  return function (packet) {
    const { guard } = this;
    if (guard === undefined) return;
    if (this.transport.writable || typeof packet.data !== 'string') return;
    guard.queuedBytes += Buffer.byteLength(packet.data);
    if (guard.queuedBytes <= outputBytes) return;
    counters.closedForBackpressure += 1;
    // PIP4: closed, and nothing further is written.
    this.onClose('output limit');
  };
}

function onFlush(this: EngineConnection): void {
  if (this.guard !== undefined) this.guard.queuedBytes = 0;
}

function isPolling(connection: EngineConnection): boolean {
  return connection.transport.name === 'polling';
}
