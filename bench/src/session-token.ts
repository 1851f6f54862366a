import { createHmac } from 'node:crypto';

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const lifetimeS = 24 * 60 * 60;

/** A JWT (HS256) that signs `userId` in; the account exists from its first use. `secret`: at least 32 bytes. */
export function createSessionToken(userId: string, secret: string): string {
  const expiresAtS = Math.floor(Date.now() / 1000) + lifetimeS;
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: userId, exp: expiresAtS })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
