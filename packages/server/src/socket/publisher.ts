import type { Publisher, Room, SocketId } from '@parley/core';
import type { ServerEventName } from '@parley/protocol';
import type { Socket } from 'socket.io';
import type { Transport } from '../transport/transport.ts';
import { cutSocket } from './cut-socket.ts';
import { deviceOf } from './device.ts';

interface Audience {
  readonly room: Room;
  readonly members: ReadonlySet<string>;
}

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

  /** The rooms with somebody to hear it. A sender's own room mostly holds the excepted socket alone. */
  function audiences(rooms: readonly Room[], except: SocketId | undefined): Audience[] {
    const found: Audience[] = [];
    for (const room of rooms) {
      const members = adapter.rooms.get(room);
      if (members === undefined) continue;
      if (members.size > 1 || except === undefined || !members.has(except)) found.push({ room, members });
    }
    // Largest first: it goes out natively, and overlaps with it are looked for in the small ones.
    return found.length > 1 ? found.sort((one, other) => other.members.size - one.members.size) : found;
  }

  return {
    // eslint-disable-next-line @typescript-eslint/max-params -- core's port; a message makes no object for it
    publish(rooms, event, payload, except) {
      const audience = audiences(rooms, except);
      const [largest, ...others] = audience;
      if (largest === undefined) return;
      const json = transport.encodeEvent(event, payload);
      const send = mayBeLost(event, payload)
        ? (room: string) => {
            transport.publishLossy(room, json, except);
          }
        : (room: string) => {
            transport.publishEncoded(room, json, except);
          };
      send(largest.room);
      if (others.length > 0) sendToOthers(largest.members, others, send);
    },
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
  };
}

/** To each socket that has not heard it yet: by its room where all have not, else one by one. */
function sendToOthers(
  heardFirst: ReadonlySet<string>,
  others: readonly Audience[],
  send: (room: string) => void,
): void {
  const heardSince = new Set<string>();
  for (const { room, members } of others) {
    const missing = [...members].filter((id) => !heardFirst.has(id) && !heardSince.has(id));
    if (missing.length === members.size) send(room);
    else for (const id of missing) send(id);
    if (others.length > 1) for (const id of missing) heardSince.add(id);
  }
}

/** Typing, presence and receipts may be thinned out under load; nothing else. PIP5 */
function mayBeLost(event: ServerEventName, payload: object): boolean {
  switch (event) {
    case 'typing':
    case 'presence':
      return true;
    case 'message_update':
      return 'type' in payload && (payload.type === 'read_receipt' || payload.type === 'delivery_receipt');
    case 'ready':
    case 'message':
    case 'message_deleted':
    case 'notification':
    case 'account':
    case 'profile':
    case 'error':
    case 'closing':
      return false;
  }
}
