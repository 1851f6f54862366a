import type { Clock } from '@parley/core';
import { accept, quotas, refuse, type Result } from '@parley/protocol';
import { unlimited, type Limiter } from '../limits/limiter.ts';
import { createQuota } from '../limits/quota.ts';
import { addressKey } from './address-key.ts';

/** How often one may register and try passwords. SEC5 */
export interface SignInLimits {
  takeRegistration(address: string): Result<void>;
  /** By the name that was typed, whether there is such an account or not. */
  takeLogin(username: string, address: string): Result<void>;
}

export function createSignInLimits(clock: Clock, isOn: boolean): SignInLimits {
  const limiter = (quota: (typeof quotas)[keyof typeof quotas]) =>
    isOn ? createQuota(quota, clock) : unlimited;
  const registrations = limiter(quotas.registrationsPerAddress);
  const loginsPerAddress = limiter(quotas.loginsPerAddress);
  const loginsPerAccount = limiter(quotas.loginsPerAccount);

  return {
    takeRegistration: (address) =>
      take(registrations, addressKey(address), 'Too many accounts were made from this address.'),
    takeLogin(username, address) {
      const byAddress = take(loginsPerAddress, addressKey(address), 'Too many logins from this address.');
      return byAddress.ok ? take(loginsPerAccount, username, 'Too many logins to this account.') : byAddress;
    },
  };
}

function take(limiter: Limiter, key: string, sentence: string): Result<void> {
  const taken = limiter.take(key);
  return taken.ok
    ? accept(undefined)
    : refuse('rate_limited', sentence, { retryAfterMs: taken.retryAfterMs });
}
