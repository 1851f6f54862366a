import type { Adapter, BroadcastOptions, Room, SocketId } from 'socket.io-adapter';
import { PacketType, type Packet } from 'socket.io-parser';
import { packetOf } from './encode.ts';
import { RoomDelivery, RoomMembers, type LossyDelivery, type RoomDeliveryOptions } from './room-delivery.ts';
import { SmallSet } from './small-set.ts';

/** What the fast path adds to a Socket.IO adapter. */
export interface NativeRooms extends Adapter {
  /** Sends one Socket.IO packet to all sockets of `room` but one, in call order with everything else sent to them. */
  deliver(room: Room, packet: string, exceptSocketId?: SocketId): void;
  /** The same for what may be lost: under pressure it passes over sockets with much unread output. // PIP5 */
  deliverLossy(room: Room, packet: string, delivery: LossyDelivery): void;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a mixin's constructor must take any[] (TS2545)
type AdapterClass = new (...args: any[]) => Adapter;

/**
 * Rooms as native topics of Bun's server, over any Socket.IO adapter. What the fast path can't do (several rooms, rooms
 * excluded, acks, volatile) is left to the adapter below, which keeps its own books of all rooms.
 *
 * A cluster adapter below must be told apart: `deliver` is local, so its `broadcast` and `onMessage` are overridden there.
 */
export function withNativeRooms<Base extends AdapterClass>(base: Base, options: RoomDeliveryOptions) {
  return class extends base implements NativeRooms {
    private readonly delivery = new RoomDelivery(this, options);

    override addAll(id: SocketId, rooms: Set<Room>): Promise<void> | void {
      this.prepareBooks(id, rooms);
      const done = super.addAll(id, rooms);
      // Joining its own room is what Socket.IO does at CONNECT.
      if (rooms.has(id)) this.delivery.connect(id);
      else this.delivery.join(id, rooms);
      return done;
    }

    override del(id: SocketId, room: Room): Promise<void> | void {
      this.delivery.leave(id, room);
      return super.del(id, room);
    }

    override delAll(id: SocketId): void {
      for (const room of this.sids.get(id) ?? []) this.delivery.leave(id, room);
      super.delAll(id);
    }

    override broadcast(packet: Packet, broadcast: BroadcastOptions): void {
      const target = this.singleTarget(packet, broadcast);
      if (target === undefined) super.broadcast(packet, broadcast);
      else this.deliver(target.room, packetOf(JSON.stringify(packet.data)), target.exceptSocketId);
    }

    deliver(room: Room, packet: string, exceptSocketId?: SocketId): void {
      this.delivery.deliver(room, packet, exceptSocketId);
    }

    deliverLossy(room: Room, packet: string, delivery: LossyDelivery): void {
      this.delivery.deliverLossy(room, packet, delivery);
    }

    /** The base adapter fills the sets it finds, and would make large ones. */
    private prepareBooks(id: SocketId, rooms: Set<Room>): void {
      if (!this.sids.has(id)) this.sids.set(id, asSet(new SmallSet<Room>()));
      for (const room of rooms) {
        if (this.rooms.has(room)) continue;
        this.rooms.set(room, asSet(new RoomMembers()));
        this.emit('create-room', room);
      }
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
      const isOneSocket =
        this.delivery.socketOf(excluded) !== undefined && this.rooms.get(excluded)?.size === 1;
      return isOneSocket ? { room, exceptSocketId: excluded } : undefined;
    }
  };
}

function asSet<Value>(set: SmallSet<Value>): Set<Value> {
  // It lacks what ES2025 adds, and neither the adapter nor Socket.IO uses that.
  return set as unknown as Set<Value>;
}

interface SingleTarget {
  room: Room;
  exceptSocketId?: SocketId;
}
