import type { BunWebSocket } from '@socket.io/bun-engine';
import type { Socket } from 'socket.io';
import type { ConnectionState } from './connection-state.ts';

/*
 * What this folder relies on inside `@socket.io/bun-engine` 0.1.2 and leaves alone elsewhere. The package is pinned: its
 * declarations hide some of these members, so they are written down here once and nowhere else.
 */

export interface EnginePacket {
  type: 'open' | 'close' | 'ping' | 'pong' | 'message' | 'upgrade' | 'noop' | 'error';
  data?: unknown;
}

/** One Engine.IO transport: a WebSocket, or a series of polls. */
export interface EngineTransport {
  readonly name: string;
  /** A WebSocket always is; polling only while a poll waits for its answer. */
  readonly writable: boolean;
  readonly readyState: 'open' | 'closing' | 'closed';
  /** The WebSocket; absent on polling. */
  readonly socket?: WebSocketHandle;
  /** Hands packets to the network, in order. */
  send: (packets: readonly EnginePacket[]) => void;
  /** Ours, on an open WebSocket: sends one Socket.IO packet in order with `send`, and answers as Bun's `publish` does. */
  sendPacket?: (packet: string) => number;
  onOpen(socket: BunWebSocket): void;
  onMessage(message: string): void;
  onCloseEvent(code: number, reason: string): void;
  close(): void;
}

/** One Engine.IO session, over whichever transport it is on. */
export interface EngineConnection {
  readonly id: string;
  readonly readyState: 'opening' | 'open' | 'closing' | 'closed';
  readonly transport: EngineTransport;
  /** What is kept of the handshake; Socket.IO's `handshake` is made of it. */
  request: { headers: Record<string, string> };
  /** Missing in the engine; Socket.IO reads it into `handshake.address`. */
  remoteAddress?: string;
  /** Ours: see ConnectionState. */
  guard?: ConnectionState;
  on(
    event: 'packet' | 'packetCreate',
    listener: (this: EngineConnection, packet: EnginePacket) => void,
  ): void;
  on(event: 'flush' | 'upgrade' | 'close', listener: (this: EngineConnection) => void): void;
  once(event: 'close' | 'upgrade', listener: (this: EngineConnection) => void): void;
  off(event: 'close'): void;
  /** Sends one Socket.IO packet. Ignored unless the session is open. */
  write(packet: string): void;
  /** Closes after what is queued was sent; a polling session waits for its next poll. */
  close(): void;
  /** Closes at once and drops what is queued. */
  onClose(reason: string): void;
  /** Declared private: the timer of its next ping, what sets it, and what sends a packet of any type. */
  pingIntervalTimer: Timer | undefined;
  schedulePing: () => void;
  sendPacket(type: EnginePacket['type']): void;
  /** What the transport tells of: a packet came, or it failed. */
  onPacket(packet: EnginePacket): void;
  onError(error: Error): void;
}

/** What Bun attaches to each WebSocket for us. */
export interface SocketData {
  transport: EngineTransport;
  guard: ConnectionState;
}

export type WebSocketHandle = Bun.ServerWebSocket<SocketData>;

/** The engine's session below a Socket.IO socket, whose own type names another engine. */
export function connectionOf(socket: Pick<Socket, 'conn'>): EngineConnection {
  // Interop: socket.io declares Node's engine here, whatever engine was bound.
  return socket.conn as unknown as EngineConnection;
}

/** The open WebSocket of a connection; undefined while it polls or once it is closed. */
export function openWebSocketOf(connection: EngineConnection): WebSocketHandle | undefined {
  const { transport } = connection;
  const handle = transport.name === 'websocket' ? transport.socket : undefined;
  return handle?.readyState === 1 ? handle : undefined;
}
