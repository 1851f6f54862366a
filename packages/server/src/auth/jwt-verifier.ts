import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import type { Clock } from '@parley/core';
import { accept, refuse, userId, type Result, type UserId } from '@parley/protocol';
import type { JwtConfig } from '../config.ts';

/** What a host application says about a person. */
export interface Claims {
  readonly userId: UserId;
  /** `undefined`: the token names no one */
  readonly name: string | undefined;
  /** UTC ms */
  readonly expiresAtMs: number;
}

export interface JwtVerifier {
  /** Refused: `unauthenticated`, or `unavailable` when the keys cannot be fetched. */
  verify(token: string): Promise<Result<Claims>>;
}

/** Nothing symmetric: a public key must never serve as an HMAC secret. */
const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

interface JwtVerifierDeps {
  readonly config: JwtConfig;
  readonly clock: Pick<Clock, 'nowMs'>;
}

type Check = (token: string, options: JWTVerifyOptions) => Promise<{ payload: JWTPayload }>;

export function createJwtVerifier({ config, clock }: JwtVerifierDeps): JwtVerifier {
  const bySecret = config.secret === undefined ? undefined : createSecretCheck(config.secret);
  const byJwks =
    config.jwksUrl === undefined ? undefined : createJwksCheck(createRemoteJWKSet(new URL(config.jwksUrl)));

  return {
    async verify(token) {
      // The token's word decides only which of the two is asked; each accepts its own algorithms alone.
      const check = algorithmOf(token) === 'HS256' ? bySecret : byJwks;
      if (check === undefined) return refuseToken();
      try {
        const { payload } = await check(token, {
          requiredClaims: ['sub', 'exp'],
          currentDate: new Date(clock.nowMs()),
          ...(config.issuer === undefined ? {} : { issuer: config.issuer }),
          ...(config.audience === undefined ? {} : { audience: config.audience }),
        });
        return readClaims(payload);
      } catch (error) {
        return isKeyServerFault(error)
          ? refuse('unavailable', 'The keys of the host application cannot be fetched.', {
              retryAfterMs: 2_000,
            })
          : refuseToken();
      }
    },
  };
}

function createSecretCheck(secret: string): Check {
  // Made once: from bytes, `jose` would make it anew for every token.
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['verify']);
  return async (token, options) => jwtVerify(token, await key, { ...options, algorithms: ['HS256'] });
}

function createJwksCheck(keys: JWTVerifyGetKey): Check {
  return (token, options) => jwtVerify(token, keys, { ...options, algorithms: asymmetric });
}

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}

function readClaims(payload: JWTPayload): Result<Claims> {
  const id = userId.safeParse(payload.sub);
  const { exp, name } = payload;
  if (!id.success || exp === undefined) return refuseToken();
  return accept({
    userId: id.data,
    name: typeof name === 'string' ? name : undefined,
    expiresAtMs: exp * 1000,
  });
}

/** Anything but a verdict about the token: the keys did not come, or not as a key set. */
function isKeyServerFault(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}

function refuseToken() {
  return refuse('unauthenticated', 'The token is not valid, or no longer.');
}
