import { promises as dns, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Clock } from '@parley/core';

/** Asks for the addresses of a host; rejects with what the resolver says. */
export type FindAddresses = (host: string) => Promise<LookupAddress[]>;

export interface LookupDeps {
  readonly clock: Pick<Clock, 'after'>;
  /** the system's own resolver unless a test has another */
  readonly findAddresses?: FindAddresses;
}

/** How long a resolver may be silent about a host that is known: well below the time a connection has to be made. */
const silenceMs = 2_000;

/**
 * Finds the addresses of the database's hosts for new connections. When the resolver fails or is silent, a host is where
 * it was last: a node that has reached its database once does not lose it with DNS. DNS1
 */
export function createLookup({ clock, findAddresses = askSystem }: LookupDeps): LookupFunction {
  const lastKnown = new Map<string, LookupAddress[]>();

  /** What the resolver says later than it is waited for is known the next time. */
  function find(host: string): Promise<LookupAddress[]> {
    const known = lastKnown.get(host);
    const asked = findAddresses(host).then((addresses) => {
      lastKnown.set(host, addresses);
      return addresses;
    });
    if (known === undefined) return asked;
    const { promise: silence, resolve } = Promise.withResolvers<LookupAddress[]>();
    const cancel = clock.after(silenceMs, () => {
      resolve(known);
    });
    return Promise.race([asked.catch(() => known), silence]).finally(cancel);
  }

  return (host, { all }, answer) => {
    find(host).then(
      (addresses) => {
        const [first] = addresses;
        if (all === true || first === undefined) answer(null, addresses);
        else answer(null, first.address, first.family);
      },
      (error: unknown) => {
        answer(error instanceof Error ? error : new Error(String(error)), []);
      },
    );
  };
}

function askSystem(host: string): Promise<LookupAddress[]> {
  return dns.lookup(host, { all: true });
}
