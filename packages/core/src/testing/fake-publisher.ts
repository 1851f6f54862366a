import type { Refusal, ServerEventName, ServerPayload, SessionId, UserId } from '@parley/protocol';
import { roomOfSocket, roomOfUser, type Publisher, type Room, type SocketId } from '../ports/publisher.ts';

/** One event as one device received it. */
export interface ReceivedEvent<Name extends ServerEventName = ServerEventName> {
  readonly event: Name;
  readonly payload: ServerPayload<Name>;
}

/** Devices that keep what they hear, in order; rooms as a real server keeps them. */
export interface FakePublisher extends Publisher {
  /** A device of a user's session appears, in its own room only. */
  open(user: UserId, session: SessionId, socket: SocketId): void;
  close(socket: SocketId): void;
  /** Everything a device has heard so far. */
  heardBy(socket: SocketId): readonly ReceivedEvent[];
  /** Why a device was cut, if it was. */
  cutOf(socket: SocketId): Refusal | undefined;
  isIn(socket: SocketId, room: Room): boolean;
}

interface Device {
  readonly user: UserId;
  readonly session: SessionId;
  readonly rooms: Set<Room>;
  readonly heard: ReceivedEvent[];
  cut: Refusal | undefined;
}

export function createFakePublisher(): FakePublisher {
  const devices = new Map<SocketId, Device>();
  const inRoom = (room: Room) => [...devices.values()].filter((device) => device.rooms.has(room));

  const cut = (device: Device, refusal: Refusal) => {
    device.cut = refusal;
    device.rooms.clear();
  };

  return {
    open(user, session, socket) {
      const rooms = new Set([roomOfSocket(socket)]);
      devices.set(socket, { user, session, rooms, heard: [], cut: undefined });
    },
    close(socket) {
      devices.get(socket)?.rooms.clear();
    },
    heardBy: (socket) => devices.get(socket)?.heard ?? [],
    cutOf: (socket) => devices.get(socket)?.cut,
    isIn: (socket, room) => devices.get(socket)?.rooms.has(room) === true,
    // eslint-disable-next-line @typescript-eslint/max-params -- the port's own shape
    publish(rooms, event, payload, except) {
      for (const [socket, device] of devices)
        if (socket !== except && rooms.some((room) => device.rooms.has(room)))
          device.heard.push(structuredClone({ event, payload }));
    },
    join(sockets, room) {
      for (const device of inRoom(sockets)) device.rooms.add(room);
    },
    leave(sockets, room) {
      for (const device of inRoom(sockets)) device.rooms.delete(room);
    },
    empty(room) {
      for (const device of inRoom(room)) device.rooms.delete(room);
    },
    hasSockets: (room) => inRoom(room).length > 0,
    usersIn: (room) => [...new Set(inRoom(room).map(({ user }) => user))],
    cut(sockets, refusal) {
      for (const device of inRoom(sockets)) cut(device, refusal);
    },
    cutSession(user, session, refusal) {
      for (const device of inRoom(roomOfUser(user))) if (device.session === session) cut(device, refusal);
    },
  };
}
