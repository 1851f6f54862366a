import type { Socket } from 'socket.io';
import type { Packet } from 'socket.io-parser';
import { connectionOf, type EngineConnection } from './engine-types.ts';
import { LoneEntry } from './lone-entry.ts';
import { decodeConnected } from './packet-codec.ts';

type Listener = (this: LeanConnection, ...args: never[]) => void;
export type Listeners = ReadonlyMap<string, readonly Listener[]>;

/** Socket.IO's side of a connection; all but `sockets` is declared private. */
interface Client {
  sockets: LoneEntry<string, PacketTaker>;
  nsps: LoneEntry<string, PacketTaker>;
  decoder: typeof spentDecoder;
  ondata: unknown;
  ondecoded: unknown;
  onerror: (error: unknown) => void;
  onclose: (reason: string) => void;
}

interface PacketTaker {
  readonly id: string;
  _onpacket(packet: Packet): void;
}

/** The engine's emitter. */
interface Emitter {
  on(event: string, listener: Listener): unknown;
  off(event: string, listener?: Listener): unknown;
}

interface LeanConnection extends Omit<EngineConnection, keyof Emitter>, Emitter {
  /** Ours: what the functions below, which all connections share, find their client by. */
  client: Client;
  /** Declared private: what is called on which event. */
  _listeners: Listeners;
  removeListener: Emitter['off'];
}

/**
 * Lets connected sockets share what Socket.IO and the engine make for each of them: bound functions, listeners and their
 * maps, a decoder. It is a third of an idle connection. `guards` are the listeners that every connection has from its
 * beginning. Sockets that began as polling, and those that somebody else listens to, stay as they are.
 */
export function createLeanSockets(guards: Listeners): (socket: Socket) => void {
  const shared = new Map(guards);
  for (const [event, listener] of socketIoListeners)
    shared.set(event, [...(shared.get(event) ?? []), listener]);

  return (socket) => {
    // Becomes one by what is set here.
    const connection = connectionOf(socket) as unknown as LeanConnection;
    if (connection.transport.sendPacket === undefined) return;
    if (!hasEqualCounts(connection._listeners, shared)) return;
    connection.client = shareClient(socket);
    connection._listeners = shared;
    connection.on = on;
    connection.off = off;
    connection.removeListener = off;
    connection.write = write;
  };
}

/** There is one namespace, and it is connected: what its constructor bound and made is needed no longer. */
function shareClient(socket: Socket): Client {
  // Interop: declares less than it is.
  const client = socket.client as unknown as Client;
  // Interop: the same.
  const taker = socket as unknown as PacketTaker;
  // Interop: its class, which has these functions unbound, is not exported.
  const unbound = Object.getPrototypeOf(client) as Client;
  const { ondata, ondecoded, onerror, onclose } = unbound;
  client.sockets = new LoneEntry(socket.id, taker);
  client.nsps = new LoneEntry(socket.nsp.name, taker);
  return Object.assign(client, { ondata, ondecoded, onerror, onclose, decoder: spentDecoder });
}

/** All that a client still asks of its decoder. */
const spentDecoder = {
  removeListener: () => undefined,
  destroy: () => undefined,
};

function onData(this: LeanConnection, data: unknown): void {
  const { client } = this;
  let packet: Packet;
  try {
    packet = decodeConnected(data);
  } catch (error) {
    client.onerror(error);
    return;
  }
  client.nsps.get('/')?._onpacket(packet);
}

function onError(this: LeanConnection, error: unknown): void {
  this.client.onerror(error);
}

function onClose(this: LeanConnection, reason: string): void {
  this.client.onclose(reason);
}

const socketIoListeners: readonly (readonly [string, Listener])[] = [
  ['data', onData],
  ['error', onError],
  ['close', onClose],
];

/** A WebSocket takes everything at once: nothing is queued, and nobody waits for `drain`. */
function write(this: LeanConnection, packet: string): void {
  if (this.readyState === 'open') this.transport.sendPacket?.(packet);
}

function on(this: LeanConnection, event: string, listener: Listener): unknown {
  return unshare(this).on(event, listener);
}

function off(this: LeanConnection, event: string, listener?: Listener): unknown {
  return unshare(this).off(event, listener);
}

/** Gives it listeners of its own, which then may change. */
function unshare(connection: LeanConnection): Emitter {
  // Interop: its class is not exported.
  const own = Object.getPrototypeOf(connection) as Emitter;
  connection._listeners = new Map([...connection._listeners].map(([event, called]) => [event, [...called]]));
  connection.on = own.on;
  connection.off = own.off;
  connection.removeListener = own.off;
  return connection;
}

function hasEqualCounts(one: Listeners, other: Listeners): boolean {
  if (one.size !== other.size) return false;
  for (const [event, called] of one) if (called.length !== other.get(event)?.length) return false;
  return true;
}
