import { roomOfUser, type Publisher, type Room } from '@parley/core';
import type { Socket } from 'socket.io';
import type { Transport } from '../transport/transport.ts';
import { cutSocket } from './cut-socket.ts';
import { deviceOf } from './device.ts';
import { createFanOut } from './fan-out.ts';

/** Core's `Publisher` on this process's own sockets: every call is local, synchronous and takes effect in call order. */
export function createPublisher(transport: Transport): Publisher {
  const { sockets, adapter } = transport.io.of('/');

  /** A copy, because what is then done to the sockets changes the room. */
  function socketsIn(room: Room): Socket[] {
    const found: Socket[] = [];
    for (const id of adapter.rooms.get(room) ?? []) {
      const socket = sockets.get(id);
      if (socket !== undefined) found.push(socket);
    }
    return found;
  }

  return {
    publish: createFanOut(transport),
    join(from, room) {
      for (const socket of socketsIn(from)) void socket.join(room);
    },
    leave(from, room) {
      for (const socket of socketsIn(from)) void socket.leave(room);
    },
    empty(room) {
      for (const socket of socketsIn(room)) void socket.leave(room);
    },
    hasSockets: (room) => adapter.rooms.has(room),
    usersIn: (room) => [...new Set(socketsIn(room).map((socket) => deviceOf(socket).caller.userId))],
    cut(from, refusal) {
      for (const socket of socketsIn(from)) cutSocket(socket, refusal);
    },
    cutSession(user, session, refusal) {
      for (const socket of socketsIn(roomOfUser(user)))
        if (deviceOf(socket).caller.sessionId === session) cutSocket(socket, refusal);
    },
  };
}
