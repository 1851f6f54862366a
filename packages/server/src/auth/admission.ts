import { refuse, type Refusal } from '@parley/protocol';
import type { Limiter } from '../limits/limiter.ts';
import { addressKey } from './address-key.ts';
import type { ClientAddress } from './client-address.ts';
import { judgeOrigin, type OriginFacts, type Standing } from './origin.ts';

export interface AdmissionDeps extends Pick<OriginFacts, 'publicUrl' | 'allowedOrigins'> {
  readonly clientAddress: ClientAddress;
  /** `quotas.handshakesPerAddress` */
  readonly handshakes: Limiter;
}

/** Who may speak Socket.IO at all, before anybody has signed in. */
export interface Admission {
  /** Why not; `undefined` admits. SEC1, SEC4 */
  refuse(request: Request, peer: string, kind: 'handshake' | 'upgrade' | 'poll'): Refusal | undefined;
  standingOf(headers: Headers): Standing;
}

export function createAdmission(deps: AdmissionDeps): Admission {
  const { clientAddress, handshakes, publicUrl, allowedOrigins } = deps;

  function standingOf(headers: Headers): Standing {
    return judgeOrigin({
      origin: headers.get('origin'),
      host: headers.get('host'),
      publicUrl,
      allowedOrigins,
    });
  }

  return {
    standingOf,
    refuse(request, peer, kind) {
      if (standingOf(request.headers) === 'foreign')
        return refuse('forbidden', 'This origin may not connect.').error;
      if (kind !== 'handshake') return undefined;
      const taken = handshakes.take(addressKey(clientAddress.addressOf(request, peer)));
      if (taken.ok) return undefined;
      return refuse('rate_limited', 'Too many connections from this address.', {
        retryAfterMs: taken.retryAfterMs,
      }).error;
    },
  };
}
