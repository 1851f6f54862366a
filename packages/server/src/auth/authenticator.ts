import type { AccountStore, Clock, SessionRecord, UserRecord } from '@parley/core';
import { accept, refuse, sessionId, type Result, type SessionId, type UserId } from '@parley/protocol';
import { createGenerations } from '../limits/generations.ts';
import { createFreshCache } from './fresh-cache.ts';
import type { Authenticator, Identity } from './identity.ts';
import { createJwtAccounts } from './jwt-accounts.ts';
import type { Claims, JwtVerifier } from './jwt-verifier.ts';
import type { SessionUse } from './session-use.ts';
import { hashToken, isJwt, isSessionToken } from './tokens.ts';

/** What was read about sessions and accounts is trusted this long; another node's revocation counts after it. SEC1 */
const TRUST_MS = 5_000;
/** A verified JWT is not verified again for this long. */
const VERIFIED_MS = 60_000;

export interface AuthenticatorDeps {
  readonly accounts: AccountStore;
  readonly clock: Clock;
  readonly sessionUse: SessionUse;
  /** `undefined`: no host application signs people in */
  readonly jwt: JwtVerifier | undefined;
  readonly sessionTtlMs: number;
}

export interface ForgetfulAuthenticator extends Authenticator {
  /** The session has ended: refused from now on, whatever was kept. */
  endSession(id: SessionId): void;
  /** The account was shut, opened or changed: it is read again. */
  forgetUser(id: UserId): void;
}

export function createAuthenticator(deps: AuthenticatorDeps): ForgetfulAuthenticator {
  const { accounts, clock, sessionUse, jwt } = deps;
  const ensureJwtAccount = createJwtAccounts(deps);
  const { sessions, users, verified } = createRecentReads(deps);
  // A session that has ended never begins again, so a read that was on its way cannot bring it back.
  const ended = createGenerations<true>({
    lifetimeMs: 12 * TRUST_MS,
    maxKeys: 100_000,
    monotonicMs: () => clock.monotonicMs(),
  });

  async function authenticateSession(token: string): Promise<Result<Identity>> {
    const hash = hashToken(token);
    const session = await sessions.get(hash, () => accounts.findSession(hash));
    if (session === undefined) return refuseToken();
    const usedMs = sessionUse.lastUsedMs(session.id, session.lastUsedAt);
    if (usedMs + deps.sessionTtlMs <= clock.nowMs()) return refuseToken();
    const user = await users.get(session.userId, async () => (await accounts.findUsers([session.userId]))[0]);
    if (user === undefined || user.disabled || ended.find(session.id) === true) return refuseToken();
    sessionUse.note(session.id, usedMs);
    return accept(identityOf(user, { sessionId: session.id, announcedSessionId: session.id }));
  }

  async function authenticateJwt(token: string, verifier: JwtVerifier): Promise<Result<Identity>> {
    const hash = hashToken(token);
    const claims = await verified.get(hash, () => verifier.verify(token));
    if (!claims.ok) return claims;
    const { userId: id, expiresAtMs } = claims.value;
    if (expiresAtMs <= clock.nowMs()) return refuseToken();
    const user = await users.get(id, () => ensureJwtAccount(claims.value));
    if (user === undefined || user.disabled) return refuseToken();
    const announcedSessionId = sessionId.parse(`jwt-${hash.slice(0, 16)}`);
    return accept(identityOf(user, { sessionId: null, announcedSessionId, expiresAtMs }));
  }

  return {
    async authenticate(token) {
      if (isSessionToken(token)) return authenticateSession(token);
      if (jwt !== undefined && isJwt(token)) return authenticateJwt(token, jwt);
      return refuseToken();
    },
    endSession: (id) => {
      ended.set(id, true);
    },
    forgetUser: (id) => {
      users.forget(id);
    },
  };
}

/** What was found out about tokens and people in the last seconds. */
function createRecentReads({ clock }: Pick<AuthenticatorDeps, 'clock'>) {
  const kept = { clock, lifetimeMs: TRUST_MS, maxEntries: 50_000 };
  return {
    /** by the token's hash */
    sessions: createFreshCache<SessionRecord | undefined>({
      ...kept,
      isKept: (session) => session !== undefined,
    }),
    users: createFreshCache<UserRecord | undefined>({ ...kept, isKept: (user) => user !== undefined }),
    /** by the token's hash */
    verified: createFreshCache<Result<Claims>>({
      clock,
      lifetimeMs: VERIFIED_MS,
      maxEntries: 5_000,
      isKept: (claims) => claims.ok,
    }),
  };
}

type Credential = Pick<Identity, 'sessionId' | 'announcedSessionId'> & { readonly expiresAtMs?: number };

function identityOf(user: UserRecord, credential: Credential): Identity {
  return { userId: user.id, isAdmin: user.isAdmin, expiresAtMs: null, ...credential };
}

function refuseToken() {
  return refuse('unauthenticated', 'The session has ended, or its token is wrong.');
}
