import type { AccountStore, Clock, UserRecord } from '@parley/core';
import { sizes } from '@parley/protocol';
import type { Claims } from './jwt-verifier.ts';

interface JwtAccountsDeps {
  readonly accounts: Pick<AccountStore, 'createUser' | 'findUsers'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** The account of a host application's person, made when they are first seen. */
export function createJwtAccounts({ accounts, clock }: JwtAccountsDeps) {
  return async function ensureAccount(claims: Claims): Promise<UserRecord | undefined> {
    const [existing] = await accounts.findUsers([claims.userId]);
    if (existing !== undefined) return existing;
    const made = await accounts.createUser({
      profile: {
        id: claims.userId,
        username: null,
        displayName: displayNameOf(claims),
        avatarUrl: null,
        createdAt: clock.nowMs(),
      },
      passwordHash: null,
    });
    if (made !== 'taken') return made.created;
    // Two first requests at once: the other one made it.
    const [winner] = await accounts.findUsers([claims.userId]);
    return winner;
  };
}

/** The token's `name` as far as it fits, else the id. */
function displayNameOf({ name, userId }: Claims): string {
  const isUsable = name !== undefined && name.trim() !== '' && name.isWellFormed() && !name.includes('\0');
  return [...(isUsable ? name : userId)].slice(0, sizes.displayName).join('');
}
