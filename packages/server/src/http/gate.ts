import type { Caller } from '@parley/core';
import { accept, refuse, type Result, type Route } from '@parley/protocol';
import { addressKey } from '../auth/address-key.ts';
import { readSessionCookie } from '../auth/cookie.ts';
import type { Authenticator, Identity } from '../auth/identity.ts';
import { mayUseCookie, type Standing } from '../auth/origin.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { SignedAddresses } from '../media/serve/signed-addresses.ts';
import type { RequestFacts } from './route-call.ts';

export interface GateDeps {
  readonly authenticator: Authenticator;
  /** `rates.http`, by user */
  readonly userRate: Limiter;
  /** `rates.http`, by address, for whoever is nobody yet */
  readonly addressRate: Limiter;
  readonly signedAddresses: Pick<SignedAddresses, 'readerOf'>;
}

export interface Arrival {
  readonly request: Request;
  readonly facts: RequestFacts;
  readonly standing: Standing;
  readonly access: Route['access'];
}

/** Who calls, if they may call at all; `null` is anybody. */
export type Gate = (arrival: Arrival) => Promise<Result<Caller | null>>;

/** Origin, then credentials, then rate, before anything else of a request is looked at. */
export function createGate({ authenticator, userRate, addressRate, signedAddresses }: GateDeps): Gate {
  function takeAddress(facts: RequestFacts): Result<null> {
    return take(addressRate, addressKey(facts.address), null);
  }

  return async (arrival) => {
    const { facts, access } = arrival;
    // SEC4
    if (arrival.standing === 'foreign') return refuse('forbidden', 'This origin may not call.');
    if (access === 'anonymous') return takeAddress(facts);
    const signed = access === 'signed' ? await signedAddresses.readerOf(arrival.request.url) : undefined;
    if (signed !== undefined) return take(userRate, signed, { userId: signed, sessionId: null });
    const identity = await identify(arrival, authenticator);
    if (!identity.ok) {
      // Guessing is limited by address, since no user can be charged for it.
      const allowed = takeAddress(facts);
      return allowed.ok ? identity : allowed;
    }
    const { userId, sessionId, isAdmin } = identity.value;
    if (access === 'admin' && !isAdmin) return refuse('forbidden', 'Only admins may do this.');
    return take(userRate, userId, { userId, sessionId });
  };
}

async function identify(arrival: Arrival, authenticator: Authenticator): Promise<Result<Identity>> {
  const token = findToken(arrival);
  return token === undefined
    ? refuse('unauthenticated', 'Sign in first.')
    : authenticator.authenticate(token);
}

/** `Authorization` wins over a cookie, also when it is no good. */
function findToken({ request, standing }: Arrival): string | undefined {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (!mayUseCookie(standing, { method: request.method, isUpgrade: false })) return undefined;
  return readSessionCookie(request.headers.get('cookie'));
}

function take<Value>(limiter: Limiter, key: string, value: Value): Result<Value> {
  const taken = limiter.take(key);
  if (taken.ok) return accept(value);
  return refuse('rate_limited', 'Too many requests.', { retryAfterMs: taken.retryAfterMs });
}
