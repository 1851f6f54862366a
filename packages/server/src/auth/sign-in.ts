import {
  roomOfUser,
  type AccountStore,
  type Clock,
  type Ids,
  type Publisher,
  type UserRecord,
} from '@parley/core';
import { accept, refuse, sessionId, userId, type Result, type RouteBody, type User } from '@parley/protocol';
import type { Random } from '../random.ts';
import type { Passwords } from './passwords.ts';
import type { RevokeSession } from './revoke-session.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { createToken, hashToken } from './tokens.ts';
import { deviceName, wireSession, wireUser } from './wire-session.ts';

/** The device that signs in. */
export interface Device {
  readonly address: string;
  readonly userAgent: string | null;
}

export interface SignedIn {
  readonly user: User;
  /** shown once, kept as a hash */
  readonly token: string;
}

export interface SignIn {
  /** Refused: `forbidden` (registration is closed), `conflict` (username taken), `rate_limited`. */
  register(body: RouteBody<'register'>, device: Device): Promise<Result<SignedIn>>;
  /** Refused: `unauthenticated` (name or password wrong, account disabled), `rate_limited`. */
  logIn(body: RouteBody<'login'>, device: Device): Promise<Result<SignedIn>>;
}

export interface SignInDeps {
  readonly accounts: AccountStore;
  readonly revokeSession: RevokeSession;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly passwords: Passwords;
  readonly limits: SignInLimits;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly registration: 'open' | 'closed';
}

export function createSignIn(deps: SignInDeps): SignIn {
  const { accounts, passwords, limits, clock, ids } = deps;

  /** Tells the user's other devices. */
  async function beginSession(user: UserRecord, device: Device) {
    const token = createToken(deps.random);
    const id = sessionId.parse(ids.newId());
    const createdAt = clock.nowMs();
    const session = { id, userId: user.id, device: deviceName(device.userAgent), createdAt };
    await accounts.createSession({ ...session, tokenHash: hashToken(token) });
    deps.publisher.publish([roomOfUser(user.id)], 'notification', {
      type: 'session_notification',
      action: 'signed_in',
      session: wireSession({ ...session, lastUsedAt: createdAt }, null),
    });
    return { id, signedIn: { user: wireUser(user), token } };
  }

  return {
    async register(body, device) {
      if (deps.registration === 'closed')
        return refuse('forbidden', 'Registration is closed on this server.');
      const allowed = await limits.takeRegistration(device.address);
      if (!allowed.ok) return allowed;
      const made = await accounts.createUser({
        profile: {
          id: userId.parse(ids.newId()),
          username: body.username,
          displayName: body.display_name ?? body.username,
          avatarUrl: null,
          createdAt: clock.nowMs(),
        },
        passwordHash: await passwords.hash(body.password),
      });
      if (made === 'taken') return refuse('conflict', 'This username is taken.');
      return accept((await beginSession(made.created, device)).signedIn);
    },

    async logIn(body, device) {
      const allowed = await limits.takeLogin(body.username, device.address);
      if (!allowed.ok) return allowed;
      const found = await accounts.findCredentials(body.username);
      const isRight = await passwords.isRight(body.password, found?.passwordHash ?? null);
      if (found === undefined || !isRight)
        return refuse('unauthenticated', 'The username or the password is wrong.');
      if (found.user.disabled) return refuse('unauthenticated', 'This account is disabled.');
      const { id, signedIn } = await beginSession(found.user, device);
      // A password changed while this one was being checked ended all sessions it knew of, but not this one. SEC1
      const now = await accounts.findCredentialsOf(found.user.id);
      if (now?.passwordHash === found.passwordHash) return accept(signedIn);
      const revoked = await deps.revokeSession(found.user.id, id);
      return revoked.ok ? refuse('unauthenticated', 'The password has just been changed.') : revoked;
    },
  };
}
