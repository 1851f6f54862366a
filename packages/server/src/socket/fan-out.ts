import type { Publisher, Room, SocketId } from '@parley/core';
import type { ServerEventName } from '@parley/protocol';
import type { Transport } from '../transport/transport.ts';

/** A room and who is in it. */
interface Audience {
  readonly room: Room;
  readonly members: ReadonlySet<string>;
}

/** One event, ready for any number of rooms. */
interface Encoded {
  readonly json: string;
  readonly isLossy: boolean;
  readonly except: SocketId | undefined;
}

/** `Publisher.publish`: the event is encoded once, and each socket in any of the rooms gets it once. */
export function createFanOut(transport: Transport): Publisher['publish'] {
  const { adapter } = transport.io.of('/');

  /** The rooms with somebody to hear it. A sender's own room mostly holds the excepted socket alone. */
  function audiencesOf(rooms: readonly Room[], except: SocketId | undefined): Audience[] {
    const found: Audience[] = [];
    for (const room of rooms) {
      const members = adapter.rooms.get(room);
      if (members === undefined) continue;
      if (members.size > 1 || except === undefined || !members.has(except)) found.push({ room, members });
    }
    return found;
  }

  function send({ json, isLossy, except }: Encoded, room: string): void {
    if (isLossy) transport.publishLossy(room, json, except);
    else transport.publishEncoded(room, json, except);
  }

  /** To each socket once: by its room where nobody of it has heard it yet, else one by one. */
  function sendToSeveral(encoded: Encoded, audiences: Audience[]): void {
    // Largest first: it goes out natively, and overlaps are looked for in the small ones.
    const [largest, ...others] = audiences.sort((one, other) => other.members.size - one.members.size);
    if (largest === undefined) return;
    send(encoded, largest.room);
    const heardSince = new Set<string>();
    for (const { room, members } of others) {
      const missing = [...members].filter((id) => !largest.members.has(id) && !heardSince.has(id));
      if (missing.length === members.size) send(encoded, room);
      else for (const id of missing) send(encoded, id);
      for (const id of missing) heardSince.add(id);
    }
  }

  // eslint-disable-next-line @typescript-eslint/max-params -- core's port
  return (rooms, event, payload, except) => {
    const audiences = audiencesOf(rooms, except);
    const [only] = audiences;
    if (only === undefined) return;
    const json = transport.encodeEvent(event, payload);
    const encoded = { json, isLossy: mayBeLost(event, payload), except };
    if (audiences.length === 1) send(encoded, only.room);
    else sendToSeveral(encoded, audiences);
  };
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
