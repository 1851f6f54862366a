import { roomOfUser, type Publisher } from '@parley/core';
import { userId } from '@parley/protocol';
import type { ForgetfulAuthenticator } from './authenticator.ts';

const userPrefix = roomOfUser(userId.parse('-')).slice(0, -1);

/**
 * Sockets are cut when a session ends or an account is shut; in the same moment what was kept about them is dropped,
 * so that no connect slips in between. SEC1
 */
export function forgetCutSessions(publisher: Publisher, authenticator: ForgetfulAuthenticator): Publisher {
  return {
    ...publisher,
    cut(room, refusal) {
      if (room.startsWith(userPrefix)) authenticator.forgetUser(userId.parse(room.slice(userPrefix.length)));
      publisher.cut(room, refusal);
    },
    cutSession(user, session, refusal) {
      authenticator.endSession(session);
      publisher.cutSession(user, session, refusal);
    },
  };
}
