import { createHash } from 'node:crypto';
import type { Random } from '../random.ts';

const TOKEN_BYTES = 32;

/** A session token: 256 random bits, in base64url. */
export function createToken(random: Pick<Random, 'bytes'>): string {
  return Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
}

/** What is stored of a token: 64 hex digits. A token has enough bits of its own to need neither salt nor stretching. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Session tokens are 43 characters; longer ones are JWTs or nonsense and never reach the store. */
export function isSessionToken(token: string): boolean {
  return /^[\w-]{43}$/.test(token);
}

/** Three parts in base64url; 8 kB hold any sensible set of claims. */
export function isJwt(token: string): boolean {
  return token.length <= 8192 && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}
