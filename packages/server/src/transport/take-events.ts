import type { Socket } from 'socket.io';

/** One event as Socket.IO hands it over: its name, what came with it, and last the ack function if one was asked for. */
export type ReceivedEvent = readonly unknown[];

/**
 * Has every event of a socket handed to one function, which all sockets share: no listener by name is called, and
 * unknown events come too. `socket.use` is passed over.
 */
export function takeEvents(socket: Socket, take: (this: Socket, event: ReceivedEvent) => void): void {
  // Interop: declared private, the one way of each event to middleware and listeners.
  const dispatching = socket as unknown as { dispatch: (event: ReceivedEvent) => void };
  if (typeof dispatching.dispatch !== 'function')
    throw new Error('socket.io dispatches events in another way');
  dispatching.dispatch = take;
}
