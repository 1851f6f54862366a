import type { Socket } from 'socket.io';
import type { Adapter, Room, SocketId } from 'socket.io-adapter';
import { connectionOf, openWebSocketOf, type WebSocketHandle } from './engine-types.ts';
import { frameOf } from './encode.ts';

/** Publishes one frame to every WebSocket subscribed to `topic`; −1: somebody there has unread output, 0: nobody or a drop. */
export type PublishToAll = (topic: string, frame: string) => number;

export interface RoomDeliveryOptions {
  publishToAll: PublishToAll;
  /** Output that a socket has not read, from which on `deliverLossy` passes it over. Bytes. */
  lossyBytes: number;
  /** A room holds a socket with unread output. */
  onPressure(room: Room): void;
}

export interface LossyDelivery {
  /** Some socket has unread output: each one is looked at before it is written to. */
  isPressured: boolean;
  exceptSocketId?: SocketId | undefined;
}

/** The sockets of one adapter's rooms: WebSockets subscribed to the room's topic, polling ones counted per room. */
export class RoomDelivery {
  private readonly pollingIds = new Map<Room, Set<SocketId>>();
  private readonly adapter: Adapter;
  private readonly options: RoomDeliveryOptions;

  constructor(adapter: Adapter, options: RoomDeliveryOptions) {
    this.adapter = adapter;
    this.options = options;
  }

  /** The adapter has added the socket to these rooms. */
  join(id: SocketId, rooms: Set<Room>): void {
    const socket = this.socketOf(id);
    // SEC1: nothing is subscribed before CONNECT. Joining its own room is what Socket.IO does at CONNECT.
    if (socket === undefined) return;
    const isConnecting = rooms.has(id);
    this.follow(socket, isConnecting ? (this.adapter.sids.get(id) ?? rooms) : rooms);
    if (isConnecting && connectionOf(socket).transport.name !== 'websocket') this.followUpgrade(socket);
  }

  leave(id: SocketId, room: Room): void {
    this.webSocketOf(id)?.unsubscribe(topicOf(room));
    const polling = this.pollingIds.get(room);
    if (polling?.delete(id) === true && polling.size === 0) this.pollingIds.delete(room);
  }

  deliver(room: Room, packet: string, exceptSocketId?: SocketId): void {
    const members = this.adapter.rooms.get(room);
    if (members === undefined) return;
    const isExcepted = exceptSocketId !== undefined && members.has(exceptSocketId);
    if (isExcepted && members.size === 1) return;
    const writtenTo = this.writeDirectly(room, packet, exceptSocketId);
    if (writtenTo === members.size) return;
    const frame = frameOf(packet);
    const topic = topicOf(room);
    const origin = isExcepted ? this.webSocketOf(exceptSocketId) : undefined;
    const sent =
      origin === undefined ? this.options.publishToAll(topic, frame) : origin.publish(topic, frame);
    if (sent < 0) this.options.onPressure(room);
  }

  deliverLossy(room: Room, packet: string, { isPressured, exceptSocketId }: LossyDelivery): void {
    if (!isPressured && !this.pollingIds.has(room)) {
      this.deliver(room, packet, exceptSocketId);
      return;
    }
    for (const id of this.adapter.rooms.get(room) ?? []) {
      if (id === exceptSocketId) continue;
      const socket = this.socketOf(id);
      // PIP5
      if (socket !== undefined && unreadBytesOf(socket) <= this.options.lossyBytes) {
        connectionOf(socket).write(packet);
      }
    }
  }

  /** A connected socket: the adapter is told of ids only. */
  socketOf(id: SocketId): Socket | undefined {
    // Interop: the adapter's namespace is declared `any`.
    return (this.adapter.nsp as { sockets: Map<SocketId, Socket> }).sockets.get(id);
  }

  /** Serves the members that native publish doesn't reach; answers how many they are, the excluded one included. */
  private writeDirectly(room: Room, packet: string, exceptSocketId: SocketId | undefined): number {
    const polling = this.pollingIds.get(room);
    if (polling !== undefined) {
      for (const id of polling) if (id !== exceptSocketId) this.writeTo(id, packet);
    }
    // The room that carries a socket's id is no topic to that socket.
    const isOwnRoom = this.adapter.rooms.get(room)?.has(room) === true && polling?.has(room) !== true;
    if (isOwnRoom && room !== exceptSocketId) this.writeTo(room, packet);
    return (polling?.size ?? 0) + (isOwnRoom ? 1 : 0);
  }

  private follow(socket: Socket, rooms: Set<Room>): void {
    const connection = connectionOf(socket);
    const webSocket = openWebSocketOf(connection);
    for (const room of rooms) {
      if (connection.transport.name !== 'websocket') this.countPolling(room, socket.id);
      else if (room !== socket.id) webSocket?.subscribe(topicOf(room));
    }
  }

  /** The engine flushes what was queued for polling right after `upgrade`, before anything else can be published. */
  private followUpgrade(socket: Socket): void {
    connectionOf(socket).once('upgrade', () => {
      const rooms = this.adapter.sids.get(socket.id);
      if (rooms === undefined) return;
      for (const room of rooms) this.leave(socket.id, room);
      this.follow(socket, rooms);
    });
  }

  private countPolling(room: Room, id: SocketId): void {
    const polling = this.pollingIds.get(room);
    if (polling === undefined) this.pollingIds.set(room, new Set([id]));
    else polling.add(id);
  }

  private writeTo(id: SocketId, packet: string): void {
    const socket = this.socketOf(id);
    if (socket !== undefined) connectionOf(socket).write(packet);
  }

  private webSocketOf(id: SocketId): WebSocketHandle | undefined {
    const socket = this.socketOf(id);
    return socket === undefined ? undefined : openWebSocketOf(connectionOf(socket));
  }
}

/** Topics are the whole server's: rooms have their own corner of them. */
function topicOf(room: Room): string {
  return `room:${room}`;
}

/** Bytes handed to a socket that it has not taken yet. */
function unreadBytesOf(socket: Socket): number {
  const connection = connectionOf(socket);
  return openWebSocketOf(connection)?.getBufferedAmount() ?? connection.guard?.queuedBytes ?? 0;
}
