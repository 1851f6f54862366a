import type { Clock } from '@parley/core';
import { accept, quotas, refuse, type Result } from '@parley/protocol';
import { unlimited, type Limiter } from '../limits/limiter.ts';
import { createQuota } from '../limits/quota.ts';
import type { ClusterQuotas } from '../limits/redis-quotas.ts';
import { addressKey } from './address-key.ts';

/** How often one may register and try passwords, at all nodes together. SEC5 */
export interface SignInLimits {
  takeRegistration(address: string): Promise<Result<void>>;
  /** By the name that was typed, whether there is such an account or not. */
  takeLogin(username: string, address: string): Promise<Result<void>>;
}

type Counted = 'registrationsPerAddress' | 'loginsPerAddress' | 'loginsPerAccount';

const sentences: Readonly<Record<Counted, string>> = {
  registrationsPerAddress: 'Too many accounts were made from this address.',
  loginsPerAddress: 'Too many logins from this address.',
  loginsPerAccount: 'Too many logins to this account.',
};

export interface SignInLimitsOptions {
  readonly clock: Clock;
  readonly isOn: boolean;
  /** `undefined`: this node is the only one */
  readonly clusterQuotas: ClusterQuotas | undefined;
}

export function createSignInLimits({ clock, isOn, clusterQuotas }: SignInLimitsOptions): SignInLimits {
  const limiter = (name: Counted): Limiter => (isOn ? createQuota(quotas[name], clock) : unlimited);
  const limiters: Readonly<Record<Counted, Limiter>> = {
    registrationsPerAddress: limiter('registrationsPerAddress'),
    loginsPerAddress: limiter('loginsPerAddress'),
    loginsPerAccount: limiter('loginsPerAccount'),
  };

  async function take(name: Counted, key: string): Promise<Result<void>> {
    const here = limiters[name].take(key);
    const taken = here.ok && isOn ? ((await clusterQuotas?.take(name, quotas[name], key)) ?? here) : here;
    return taken.ok
      ? accept(undefined)
      : refuse('rate_limited', sentences[name], { retryAfterMs: taken.retryAfterMs });
  }

  return {
    takeRegistration: (address) => take('registrationsPerAddress', addressKey(address)),
    async takeLogin(username, address) {
      const byAddress = await take('loginsPerAddress', addressKey(address));
      return byAddress.ok ? take('loginsPerAccount', username) : byAddress;
    },
  };
}
