import type { ServerEventName } from '@parley/protocol';
import { isRoomOfMany, type Publisher } from '../ports/publisher.ts';
import type { Cluster } from './cluster.ts';

/**
 * A publisher whose events that no log holds reach devices at other nodes too. What is in a log does not need to: every
 * node tells its own devices when the entry's turn comes.
 */
export function createClusterPublisher(publisher: Publisher, cluster: () => Cluster | undefined): Publisher {
  return {
    ...publisher,
    // eslint-disable-next-line @typescript-eslint/max-params -- the port's own shape
    publish(rooms, event, payload, except) {
      publisher.publish(rooms, event, payload, except);
      if (isInNoLog(event, payload) && rooms.some(isRoomOfMany)) cluster()?.tell(rooms, event, payload);
    },
  };
}

function isInNoLog(event: ServerEventName, payload: object): boolean {
  switch (event) {
    case 'typing':
      return true;
    case 'message':
      // Queued: it has no number yet.
      return 'seq' in payload && payload.seq === null;
    case 'message_update':
      // Edits and reactions are entries, and have a number.
      return !('seq' in payload);
    case 'notification':
      return 'type' in payload && payload.type === 'session_notification';
    // To single sockets, or from a log.
    case 'presence':
    case 'profile':
    case 'account':
    case 'message_deleted':
    case 'ready':
    case 'error':
    case 'closing':
      return false;
  }
}
