import { Server, type Socket } from 'socket.io';
import { Adapter } from 'socket.io-adapter';
import { connectionOf } from './engine-types.ts';
import type { GuardedEngine } from './engine.ts';
import { createLeanSockets } from './lean-socket.ts';
import { withNativeRooms, type NativeRooms } from './native-rooms.ts';
import { StrictDecoder, TextEncoder } from './packet-codec.ts';
import type { RoomDeliveryOptions } from './room-delivery.ts';

/** Socket.IO on the given engine: text packets, one namespace, native rooms, no connection state recovery. */
export function createSocketIoServer(
  { engine, listeners }: Pick<GuardedEngine, 'engine' | 'listeners'>,
  connectTimeoutMs: number,
  rooms: RoomDeliveryOptions,
): Server {
  const io = new Server({
    adapter: withNativeRooms(Adapter, rooms),
    parser: { Encoder: TextEncoder, Decoder: StrictDecoder },
    connectTimeout: connectTimeoutMs,
    serveClient: false,
  });
  io.bind(engine);
  const makeLean = createLeanSockets(listeners);
  io.on('connection', (socket) => {
    makeLean(socket);
    socket.on('disconnect', closeConnection);
  });
  return io;
}

/** SEC1: no connection without a namespace, whichever side left it. One function for all sockets keeps each small. */
function closeConnection(this: Socket): void {
  connectionOf(this).close();
}

/** The adapter of the one namespace. */
export function nativeRoomsOf(io: Server): NativeRooms {
  // Interop: Socket.IO made it from the class given above and declares its base.
  return io.of('/').adapter as NativeRooms;
}
