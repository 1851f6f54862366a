import { createHmac } from 'node:crypto';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token made by hand, so that wrong ones can be made as well. */
export function signJwt(claims: Record<string, unknown>, secret: string, alg = 'HS256'): string {
  const body = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  if (alg === 'none') return `${body}.`;
  const hash = alg === 'HS512' ? 'sha512' : 'sha256';
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`;
}

/** Seconds since 1970, `fromNow` seconds from now. */
export function epochSeconds(fromNow: number): number {
  return Math.floor(Date.now() / 1000) + fromNow;
}
