import type { Socket } from 'socket.io';
import type { Adapter, Room, SocketId } from 'socket.io-adapter';
import { connectionOf, openWebSocketOf, type WebSocketHandle } from './engine-types.ts';
import { frameOf } from './encode.ts';
import { SmallSet } from './small-set.ts';

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

/** Who is in a room. */
export class RoomMembers extends SmallSet<SocketId> {
  /** The WebSockets in it are subscribed to its topic. */
  hasTopic = false;
}

/**
 * The sockets of one adapter's rooms: WebSockets subscribed to the room's topic, polling ones counted per room. A room
 * gets its topic with its second socket: most rooms never see one, and a topic for each was half a kilobyte.
 */
export class RoomDelivery {
  private readonly pollingIds = new Map<Room, Set<SocketId>>();
  private readonly adapter: Adapter;
  private readonly options: RoomDeliveryOptions;

  constructor(adapter: Adapter, options: RoomDeliveryOptions) {
    this.adapter = adapter;
    this.options = options;
  }

  /** The adapter has added the socket to these rooms. */
  join(id: SocketId, rooms: Iterable<Room>): void {
    const socket = this.socketOf(id);
    // SEC1: nothing is subscribed before CONNECT.
    if (socket !== undefined) for (const room of rooms) this.enter(socket, room);
  }

  /** The same at CONNECT: the socket may have been added to rooms before. */
  connect(id: SocketId): void {
    this.join(id, this.adapter.sids.get(id) ?? []);
    const socket = this.socketOf(id);
    if (socket !== undefined && isPolling(socket)) this.followUpgrade(socket);
  }

  leave(id: SocketId, room: Room): void {
    if (this.membersOf(room)?.hasTopic === true) this.webSocketOf(id)?.unsubscribe(topicOf(room));
    const polling = this.pollingIds.get(room);
    if (polling?.delete(id) === true && polling.size === 0) this.pollingIds.delete(room);
  }

  deliver(room: Room, packet: string, exceptSocketId?: SocketId): void {
    const members = this.membersOf(room);
    if (members === undefined) return;
    const unsubscribed = members.hasTopic ? this.pollingIds.get(room) : members;
    for (const id of unsubscribed ?? []) {
      if (id !== exceptSocketId && this.writeTo(id, packet) < 0) this.options.onPressure(room);
    }
    if (unsubscribed?.size === members.size) return;
    const isExcepted = exceptSocketId !== undefined && members.has(exceptSocketId);
    const origin = isExcepted ? this.webSocketOf(exceptSocketId) : undefined;
    const topic = topicOf(room);
    const frame = frameOf(packet);
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

  private enter(socket: Socket, room: Room): void {
    if (isPolling(socket)) this.countPolling(room, socket.id);
    const members = this.membersOf(room);
    if (members === undefined) return;
    if (members.hasTopic) this.webSocketOf(socket.id)?.subscribe(topicOf(room));
    else if (members.size > 1) {
      members.hasTopic = true;
      for (const id of members) this.webSocketOf(id)?.subscribe(topicOf(room));
    }
  }

  /** The engine flushes what was queued for polling right after `upgrade`, before anything else can be published. */
  private followUpgrade(socket: Socket): void {
    connectionOf(socket).once('upgrade', () => {
      for (const room of this.adapter.sids.get(socket.id) ?? []) {
        this.leave(socket.id, room);
        this.enter(socket, room);
      }
    });
  }

  private countPolling(room: Room, id: SocketId): void {
    const polling = this.pollingIds.get(room);
    if (polling === undefined) this.pollingIds.set(room, new Set([id]));
    else polling.add(id);
  }

  /** As `PublishToAll` answers. */
  private writeTo(id: SocketId, packet: string): number {
    const socket = this.socketOf(id);
    if (socket === undefined) return 0;
    const connection = connectionOf(socket);
    if (connection.transport.sendPacket !== undefined) return connection.transport.sendPacket(packet);
    connection.write(packet);
    return 0;
  }

  private membersOf(room: Room): RoomMembers | undefined {
    // The adapter is given no other sets: see native-rooms.
    return this.adapter.rooms.get(room) as RoomMembers | undefined;
  }

  private webSocketOf(id: SocketId): WebSocketHandle | undefined {
    const socket = this.socketOf(id);
    return socket === undefined ? undefined : openWebSocketOf(connectionOf(socket));
  }
}

function isPolling(socket: Socket): boolean {
  return connectionOf(socket).transport.name !== 'websocket';
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
