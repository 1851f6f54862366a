import type { EngineConnection, EnginePacket, EngineTransport } from './engine-types.ts';

/** A transport that knows its session, so that functions shared by all can find it. */
interface TiedTransport extends EngineTransport {
  session: EngineConnection;
  /** Declared private in the engine: what is called on which event. */
  _listeners: ReadonlyMap<string, readonly unknown[]>;
  off: () => void;
}

/**
 * Ties a session to the WebSocket it began on by functions that all sessions share. The engine makes five functions, a
 * map and four arrays for each, which is most of a kilobyte of an idle connection. Only for a transport that is never
 * replaced: one that began as polling is the engine's own work.
 */
export function shareListeners(connection: EngineConnection): void {
  // Interop: see engine-types.
  const transport = connection.transport as TiedTransport;
  transport.session = connection;
  transport._listeners = whileOpen;
  transport.off = stopListening;
}

function onPacket(this: TiedTransport, packet: EnginePacket): void {
  this.session.onPacket(packet);
}

function onClose(this: TiedTransport): void {
  this.session.onClose('transport close');
}

function onError(this: TiedTransport, error: Error): void {
  this.session.onError(error);
}

/** The engine does this before it closes the transport; its own `off` would empty the map for everybody. */
function stopListening(this: TiedTransport): void {
  this._listeners = afterwards;
}

// A WebSocket never says `drain`: it takes everything at once.
const whileOpen: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['packet', [onPacket]],
  ['close', [onClose]],
  ['error', [onError]],
]);

const afterwards: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>();
