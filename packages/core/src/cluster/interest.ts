import { parseConversationId, type UserId } from '@parley/protocol';
import { isPersonalLogId, personalLogOwner, type LogEvent, type LogId } from '../log/entry.ts';
import { roomOfGroup, roomOfQuiet, roomOfUser, type Publisher } from '../ports/publisher.ts';

export type Interest = ReturnType<typeof createInterest>;

/** Which logs the devices of this node hear of: only those are followed here. */
export function createInterest(publisher: Pick<Publisher, 'hasSockets'>) {
  const isHere = (user: UserId): boolean => publisher.hasSockets(roomOfUser(user));

  return {
    inLog(log: LogId): boolean {
      if (isPersonalLogId(log)) return isHere(personalLogOwner(log));
      const address = parseConversationId(log);
      if (address?.type === 'direct') return address.users.some(isHere);
      return publisher.hasSockets(roomOfGroup(log)) || publisher.hasSockets(roomOfQuiet(log));
    },
    /** An entry whose log nobody here follows may still concern somebody here: who is added, who is cut. */
    inEvent(event: LogEvent): boolean {
      switch (event.kind) {
        case 'created':
          return event.members.some(({ userId }) => isHere(userId));
        case 'member_added':
        case 'member_removed':
          return isHere(event.userId);
        // What is kept of a session is dropped, also where it has no socket. SEC1
        case 'session_revoked':
        case 'account_disabled':
        // Watched by people whose devices follow other logs.
        case 'profile_changed':
        case 'block_changed':
          return true;
        case 'foreign':
        case 'message':
        case 'edit':
        case 'delete':
        case 'reaction':
        case 'role_changed':
        case 'renamed':
        case 'updated':
        case 'deleted':
        case 'conversation_added':
        case 'conversation_removed':
        case 'conversation_changed':
        case 'message_hidden':
        case 'settings_changed':
          return false;
      }
    },
  };
}
