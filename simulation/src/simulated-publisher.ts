import { roomOfSocket, roomOfUser, type Publisher, type Room, type SocketId } from '@parley/core';
import type { NetworkSocket } from '@parley/client/testing';
import type { SessionId, UserId } from '@parley/protocol';
import type { Ledger } from './ledger.ts';

/** One connection of the node. */
export interface Seat {
  readonly id: SocketId;
  readonly user: UserId;
  readonly session: SessionId;
  readonly socket: NetworkSocket;
  hasEntered: boolean;
}

/** Core's `Publisher` on simulated sockets, in call order. */
export function createSimulatedPublisher(ledger: Ledger) {
  const seats = new Map<SocketId, Seat>();
  const rooms = new Map<Room, Set<SocketId>>();

  const membersOf = (room: Room): readonly SocketId[] => [...(rooms.get(room) ?? [])];

  function join(room: Room, id: SocketId): void {
    const members = rooms.get(room) ?? new Set();
    rooms.set(room, members.add(id));
  }

  function leave(room: Room, id: SocketId): void {
    const members = rooms.get(room);
    members?.delete(id);
    if (members?.size === 0) rooms.delete(room);
  }

  const publisher: Publisher = {
    // eslint-disable-next-line @typescript-eslint/max-params -- core's port
    publish(wanted, event, payload, except) {
      // As on the wire: encoded once, and nobody's to change.
      const bytes = JSON.stringify(payload);
      ledger.note(bytes);
      if (
        'seq' in payload &&
        'conversation' in payload &&
        typeof payload.seq === 'number' &&
        event !== 'account'
      )
        ledger.told(payload.conversation, payload.seq);
      if ('type' in payload && payload.type === 'message_failed') {
        ledger.failed.add(payload.message_id);
        ledger.count('told as failed');
      }
      for (const id of new Set(wanted.flatMap(membersOf)))
        if (id !== except) seats.get(id)?.socket.emit(event, JSON.parse(bytes));
    },
    join(sockets, room) {
      for (const id of membersOf(sockets)) join(room, id);
    },
    leave(sockets, room) {
      for (const id of membersOf(sockets)) leave(room, id);
    },
    empty(room) {
      rooms.delete(room);
    },
    hasSockets: (room) => rooms.has(room),
    usersIn: (room) => [...new Set(membersOf(room).flatMap((id) => seats.get(id)?.user ?? []))],
    cut(sockets) {
      for (const id of membersOf(sockets)) seats.get(id)?.socket.close();
    },
    cutSession(user, session) {
      for (const id of membersOf(roomOfUser(user)))
        if (seats.get(id)?.session === session) seats.get(id)?.socket.close();
    },
  };

  return {
    publisher,
    seats: (): Iterable<Seat> => seats.values(),
    open(seat: Seat): void {
      seats.set(seat.id, seat);
      join(roomOfSocket(seat.id), seat.id);
    },
    close(id: SocketId): void {
      seats.delete(id);
      for (const room of [...rooms.keys()]) leave(room, id);
    },
  };
}
