import type {
  ConversationId,
  Refusal,
  ServerEventName,
  ServerPayload,
  SessionId,
  UserId,
} from '@parley/protocol';

declare const socket: unique symbol;
/** One connected device. */
export type SocketId = string & { readonly [socket]: true };

declare const room: unique symbol;
/** A set of sockets that hear the same events. */
export type Room = string & { readonly [room]: true };

/** Every device of a user. */
export function roomOfUser(user: UserId): Room {
  return `u:${user}` as Room;
}
/** The devices that follow a group's stream. */
export function roomOfGroup(group: ConversationId): Room {
  return `g:${group}` as Room;
}
/** The members' devices that left a group's stream: they hear of unread messages, removal and deletion only; with `member`, those of one member. */
export function roomOfQuiet(group: ConversationId, member?: UserId): Room {
  return (member === undefined ? `q:${group}` : `q:${group}:${member}`) as Room;
}
/** Not a single socket's: there may be others in it, also at other nodes. */
export function isRoomOfMany(room: Room): boolean {
  return /^[ugq]:/.test(room);
}
/** A socket is the one in the room of its own name. */
export function roomOfSocket(id: SocketId): Room {
  // Every socket is in the room of its own id.
  return id as string as Room;
}

/**
 * How core speaks to connected devices. Calls take effect in the order they are made, on every socket, and between
 * themselves and the acks of the same socket (SEQ2). Nothing here waits or fails: a device that can't keep up is cut
 * and catches up by `sync`.
 */
export interface Publisher {
  /** One event, encoded once, the same bytes for every socket in any of the rooms, each at most once, but not to `except`. */
  publish<Name extends ServerEventName>(
    rooms: readonly Room[],
    event: Name,
    payload: ServerPayload<Name>,
    except?: SocketId,
  ): void;
  /** All sockets now in `sockets` enter `room`. */
  join(sockets: Room, room: Room): void;
  /** All sockets now in `sockets` leave `room`. */
  leave(sockets: Room, room: Room): void;
  /** Everybody leaves `room`. */
  empty(room: Room): void;
  /** Whether any socket is in `room`. */
  hasSockets(room: Room): boolean;
  /** The users with a socket in `room`, each once. */
  usersIn(room: Room): readonly UserId[];
  /** Sends `error` with the refusal to all sockets in `sockets`, then disconnects them. */
  cut(sockets: Room, refusal: Refusal): void;
  /** The same for those of a user's sockets that a session signed in: found in the user's room, so it needs none of its own. */
  cutSession(user: UserId, session: SessionId, refusal: Refusal): void;
}
