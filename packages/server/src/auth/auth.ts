import type { Chat, Clock, Ids, Publisher, Storage } from '@parley/core';
import type { Config } from '../config.ts';
import type { ClusterQuotas } from '../limits/redis-quotas.ts';
import type { Random } from '../random.ts';
import { createAuthenticator, type ForgetfulAuthenticator } from './authenticator.ts';
import { createJwtVerifier } from './jwt-verifier.ts';
import { createRevokeSession, type RevokeSession } from './revoke-session.ts';
import { createOwnSessions, type OwnSessions } from './own-sessions.ts';
import { createPasswords } from './passwords.ts';
import { createSessionUse, type SessionUse } from './session-use.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

export interface CheckDeps {
  readonly config: Config;
  readonly storage: Pick<Storage, 'accounts'>;
  readonly clock: Clock;
}

/** Whose a token is: what must be there before the chat, which tells it of sessions that end. */
export interface Checks {
  readonly authenticator: ForgetfulAuthenticator;
  readonly sessionUse: SessionUse;
}

export function createChecks({ config, storage, clock }: CheckDeps): Checks {
  const { accounts } = storage;
  const { sessionTtlMs, jwt } = config;
  const sessionUse = createSessionUse({ accounts, clock });
  const verifier = jwt === undefined ? undefined : createJwtVerifier({ config: jwt, clock });
  return {
    authenticator: createAuthenticator({ accounts, clock, sessionUse, jwt: verifier, sessionTtlMs }),
    sessionUse,
  };
}

export interface AccountDeps extends CheckDeps {
  readonly chat: Pick<Chat, 'revokeSession'>;
  readonly publisher: Publisher;
  readonly ids: Ids;
  readonly random: Random;
  readonly sessionUse: SessionUse;
  readonly clusterQuotas: ClusterQuotas | undefined;
}

/** Signing in and out. */
export interface Accounts {
  readonly signIn: SignIn;
  readonly ownSessions: OwnSessions;
  readonly revokeSession: RevokeSession;
}

export function createAccounts(deps: AccountDeps): Accounts {
  const { config } = deps;
  const { accounts } = deps.storage;
  const revokeSession = createRevokeSession({ ...deps, accounts });
  const shared = {
    ...deps,
    ...config,
    accounts,
    revokeSession,
    passwords: createPasswords(),
    limits: createSignInLimits({ ...deps, isOn: config.rateLimits === 'on' }),
  };
  return { signIn: createSignIn(shared), ownSessions: createOwnSessions(shared), revokeSession };
}
