import { roomOfUser, type AccountStore, type Chat, type Publisher } from '@parley/core';
import { refuse, type Result, type SessionId, type UserId } from '@parley/protocol';
import { wireSession } from './wire-session.ts';

export interface RevokeSessionDeps {
  readonly accounts: Pick<AccountStore, 'listSessions'>;
  readonly chat: Pick<Chat, 'revokeSession'>;
  readonly publisher: Pick<Publisher, 'publish'>;
}

/** Ends one of the user's own sessions: its sockets are cut, the other devices are told. Refused: `not_found`. SEC1 */
export type RevokeSession = (user: UserId, id: SessionId) => Promise<Result<void>>;

export function createRevokeSession({ accounts, chat, publisher }: RevokeSessionDeps): RevokeSession {
  return async (user, id) => {
    const session = (await accounts.listSessions(user)).find((own) => own.id === id);
    // Somebody else's looks the same as none.
    if (session === undefined) return refuse('not_found', 'There is no such session.');
    const revoked = await chat.revokeSession(user, id);
    if (!revoked.ok) return revoked;
    publisher.publish([roomOfUser(user)], 'notification', {
      type: 'session_notification',
      action: 'revoked',
      session: wireSession(session, null),
    });
    return revoked;
  };
}
