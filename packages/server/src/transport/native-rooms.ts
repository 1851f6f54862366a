import type { Socket } from 'socket.io';
import type { Adapter, BroadcastOptions, Room, SocketId } from 'socket.io-adapter';
import { PacketType, type Packet } from 'socket.io-parser';
import { connectionOf, openWebSocketOf, type WebSocketHandle } from './engine-types.ts';
import { frameOf } from './encode.ts';

/** Publishes one frame to every WebSocket subscribed to `topic`; −1: somebody there has unread output, 0: nobody or a drop. */
export type PublishToAll = (topic: string, frame: string) => number;

export interface NativeRoomsOptions {
  publishToAll: PublishToAll;
  /** Output that a socket has not read, from which on `deliverLossy` passes it over. Bytes. */
  lossyBytes: number;
  /** A room holds a socket with unread output. */
  onPressure(room: Room): void;
}

/** What the fast path adds to a Socket.IO adapter. */
export interface NativeRooms extends Adapter {
  /** Sends one Socket.IO packet to all sockets of `room` but one, in call order with everything else sent to them. */
  deliver(room: Room, packet: string, exceptSocketId?: SocketId): void;
  /** The same for what may be lost: under pressure it passes over sockets with much unread output. // PIP5 */
  deliverLossy(room: Room, packet: string, delivery: LossyDelivery): void;
}

interface SingleTarget {
  room: Room;
  exceptSocketId?: SocketId;
}

export interface LossyDelivery {
  /** Some socket has unread output: each one is looked at before it is written to. */
  isPressured: boolean;
  exceptSocketId?: SocketId | undefined;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a mixin's constructor must take any[] (TS2545)
type AdapterClass = new (...args: any[]) => Adapter;

/**
 * Rooms as native topics of Bun's server, over any Socket.IO adapter. A WebSocket is subscribed to the topic of each of
 * its rooms once it is connected, a polling socket is counted per room and written to directly. What the fast path can't
 * do (several rooms, exclusions, acks, volatile) is left to the adapter below, which keeps its own books of all rooms.
 *
 * A cluster adapter below must be told apart: `deliver` is local, so its `broadcast` and `onMessage` are overridden there.
 */
export function withNativeRooms<Base extends AdapterClass>(base: Base, options: NativeRoomsOptions) {
  return class extends base implements NativeRooms {
    private readonly pollingIds = new Map<Room, Set<SocketId>>();

    override addAll(id: SocketId, rooms: Set<Room>): Promise<void> | void {
      const done = super.addAll(id, rooms);
      const socket = this.socketOf(id);
      // SEC1: nothing is subscribed before CONNECT. Joining its own room is what Socket.IO does at CONNECT.
      if (socket === undefined) return done;
      const isConnecting = rooms.has(id);
      this.follow(socket, isConnecting ? (this.sids.get(id) ?? rooms) : rooms);
      if (isConnecting && connectionOf(socket).transport.name !== 'websocket') this.followUpgrade(socket);
      return done;
    }

    override del(id: SocketId, room: Room): Promise<void> | void {
      this.unfollow(id, room);
      return super.del(id, room);
    }

    override delAll(id: SocketId): void {
      for (const room of this.sids.get(id) ?? []) this.unfollow(id, room);
      super.delAll(id);
    }

    override broadcast(packet: Packet, broadcast: BroadcastOptions): void {
      const target = this.singleTarget(packet, broadcast);
      if (target === undefined) {
        super.broadcast(packet, broadcast);
        return;
      }
      this.deliver(target.room, `2${JSON.stringify(packet.data)}`, target.exceptSocketId);
    }

    deliver(room: Room, packet: string, exceptSocketId?: SocketId): void {
      const members = this.rooms.get(room);
      if (members === undefined) return;
      const isExcepted = exceptSocketId !== undefined && members.has(exceptSocketId);
      if (isExcepted && members.size === 1) return;
      const writtenTo = this.writeDirectly(room, packet, exceptSocketId);
      if (writtenTo === members.size) return;
      const frame = frameOf(packet);
      const topic = this.topicOf(room);
      const origin = isExcepted ? this.webSocketOf(exceptSocketId) : undefined;
      const sent = origin === undefined ? options.publishToAll(topic, frame) : origin.publish(topic, frame);
      if (sent < 0) options.onPressure(room);
    }

    deliverLossy(room: Room, packet: string, { isPressured, exceptSocketId }: LossyDelivery): void {
      if (!isPressured && !this.pollingIds.has(room)) {
        this.deliver(room, packet, exceptSocketId);
        return;
      }
      for (const id of this.rooms.get(room) ?? []) {
        if (id === exceptSocketId) continue;
        const socket = this.socketOf(id);
        if (socket !== undefined && unreadBytesOf(socket) <= options.lossyBytes)
          connectionOf(socket).write(packet);
      }
    }

    /** Serves the members that native publish doesn't reach; answers how many they are, the excluded one included. */
    private writeDirectly(room: Room, packet: string, exceptSocketId: SocketId | undefined): number {
      const polling = this.pollingIds.get(room);
      if (polling !== undefined) {
        for (const id of polling) if (id !== exceptSocketId) this.writeTo(id, packet);
      }
      // The room that carries a socket's id is no topic to that socket.
      const isOwnRoom = this.rooms.get(room)?.has(room) === true && polling?.has(room) !== true;
      if (isOwnRoom && room !== exceptSocketId) this.writeTo(room, packet);
      return (polling?.size ?? 0) + (isOwnRoom ? 1 : 0);
    }

    /** The one room, and at most one excluded socket, that `deliver` can serve; undefined: the base adapter's work. */
    private singleTarget(
      packet: Packet,
      { rooms, except, flags }: BroadcastOptions,
    ): SingleTarget | undefined {
      if (packet.type !== PacketType.EVENT || packet.id !== undefined || flags?.volatile === true)
        return undefined;
      if (rooms.size !== 1 || (except?.size ?? 0) > 1) return undefined;
      const [room] = rooms;
      const [excluded] = except ?? [];
      if (room === undefined) return undefined;
      if (excluded === undefined) return { room };
      // An exclusion names a room; only a socket's own room, with nobody else in it, is one socket.
      const isOneSocket = this.socketOf(excluded) !== undefined && this.rooms.get(excluded)?.size === 1;
      return isOneSocket ? { room, exceptSocketId: excluded } : undefined;
    }

    private follow(socket: Socket, rooms: Set<Room>): void {
      const connection = connectionOf(socket);
      const webSocket = openWebSocketOf(connection);
      for (const room of rooms) {
        if (connection.transport.name !== 'websocket') this.countPolling(room, socket.id);
        else if (room !== socket.id) webSocket?.subscribe(this.topicOf(room));
      }
    }

    private unfollow(id: SocketId, room: Room): void {
      this.webSocketOf(id)?.unsubscribe(this.topicOf(room));
      const polling = this.pollingIds.get(room);
      if (polling?.delete(id) === true && polling.size === 0) this.pollingIds.delete(room);
    }

    /** The engine flushes what was queued for polling right after `upgrade`, before anything else can be published. */
    private followUpgrade(socket: Socket): void {
      connectionOf(socket).once('upgrade', () => {
        const rooms = this.sids.get(socket.id);
        if (rooms === undefined) return;
        for (const room of rooms) this.unfollow(socket.id, room);
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

    /** A connected socket: the adapter is told of ids only. */
    private socketOf(id: SocketId): Socket | undefined {
      // Interop: the adapter's namespace is declared `any`.
      return (this.nsp as { sockets: Map<SocketId, Socket> }).sockets.get(id);
    }

    private webSocketOf(id: SocketId): WebSocketHandle | undefined {
      const socket = this.socketOf(id);
      return socket === undefined ? undefined : openWebSocketOf(connectionOf(socket));
    }

    /** Topics are the server's, rooms the namespace's: no room of another namespace may share a topic. */
    private topicOf(room: Room): string {
      // Interop: as above.
      const { name } = this.nsp as { name: string };
      return `${name}#${room}`;
    }
  };
}

/** Bytes handed to a socket that it has not taken yet. */
export function unreadBytesOf(socket: Socket): number {
  const connection = connectionOf(socket);
  return openWebSocketOf(connection)?.getBufferedAmount() ?? connection.guard?.queuedBytes ?? 0;
}
