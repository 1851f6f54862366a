import type { AccountStore, Caller, Clock } from '@parley/core';
import {
  accept,
  refuse,
  type Result,
  type RouteBody,
  type Session,
  type SessionId,
  type UserId,
} from '@parley/protocol';
import type { Passwords } from './passwords.ts';
import type { RevokeSession } from './revoke-session.ts';
import type { SessionUse } from './session-use.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { wireSession } from './wire-session.ts';

export interface OwnSessions {
  list(caller: Caller): Promise<Result<{ sessions: Session[] }>>;
  /** Ends the caller's own session. Refused: `forbidden` for a JWT, which only its issuer can end. */
  logOut(caller: Caller): Promise<Result<void>>;
  /** Ends every other session. Refused: `forbidden` (wrong password, or none to change), `rate_limited`. SEC1 */
  changePassword(caller: Caller, body: RouteBody<'change_password'>, address: string): Promise<Result<void>>;
}

export interface OwnSessionsDeps {
  readonly accounts: AccountStore;
  readonly revokeSession: RevokeSession;
  readonly passwords: Passwords;
  readonly limits: SignInLimits;
  readonly sessionUse: SessionUse;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly sessionTtlMs: number;
}

export function createOwnSessions(deps: OwnSessionsDeps): OwnSessions {
  const { accounts, revokeSession, passwords } = deps;

  async function listLive(user: UserId) {
    const unusedSinceMs = deps.clock.nowMs() - deps.sessionTtlMs;
    const records = (await accounts.listSessions(user)).map((session) => ({
      ...session,
      lastUsedAt: deps.sessionUse.lastUsedMs(session.id, session.lastUsedAt),
    }));
    return records.filter((session) => session.lastUsedAt > unusedSinceMs);
  }

  async function revokeOthers(user: UserId, current: SessionId | null): Promise<Result<void>> {
    for (const { id } of await accounts.listSessions(user)) {
      const revoked = id === current ? accept(undefined) : await revokeSession(user, id);
      // Somebody else may have ended it in between.
      if (!revoked.ok && revoked.error.code !== 'not_found') return revoked;
    }
    return accept(undefined);
  }

  return {
    async list(caller) {
      const live = await listLive(caller.userId);
      return accept({ sessions: live.map((session) => wireSession(session, caller.sessionId)) });
    },

    async logOut({ userId, sessionId }) {
      if (sessionId === null)
        return refuse('forbidden', 'This token was issued elsewhere and ends by itself.');
      return revokeSession(userId, sessionId);
    },

    async changePassword({ userId, sessionId }, body, address) {
      const found = await accounts.findCredentialsOf(userId);
      const allowed = await deps.limits.takeLogin(found?.user.username ?? userId, address);
      if (!allowed.ok) return allowed;
      if (found === undefined || found.passwordHash === null)
        return refuse('forbidden', 'This account has no password here.');
      if (!(await passwords.isRight(body.current, found.passwordHash)))
        return refuse('forbidden', 'The current password is wrong.');
      await accounts.setPasswordHash(userId, await passwords.hash(body.new));
      return revokeOthers(userId, sessionId);
    },
  };
}
