import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { startApp } from '../http/testing/start-app.ts';

const secret = 'a secret of more than thirty-two bytes';
const key = new TextEncoder().encode(secret);
const environment = { AUTH_JWT_SECRET: secret, AUTH_JWT_ISSUER: 'host', AUTH_JWT_AUDIENCE: 'parley' };

/** The fake clock starts here. */
const nowS = Date.UTC(2026, 0, 1) / 1000;
const good = { sub: 'person@host', name: 'A Person', iss: 'host', aud: 'parley', exp: nowS + 3600 };

interface SignOptions {
  alg?: string;
  by?: Uint8Array | CryptoKey;
  kid?: string;
}

function sign(claims: JWTPayload, { alg = 'HS256', by = key, kid = '' }: SignOptions = {}) {
  return new SignJWT(claims).setProtectedHeader({ alg, ...(kid === '' ? {} : { kid }) }).sign(by);
}

const without = (name: keyof typeof good) => ({ ...good, [name]: undefined });

describe('tokens by secret', () => {
  const refused: [what: string, make: () => Promise<string>][] = [
    ['an expired one', () => sign({ ...good, exp: nowS - 1 })],
    ['one without end', () => sign(without('exp'))],
    ['one without subject', () => sign(without('sub'))],
    ['one with a subject that is no user id', () => sign({ ...good, sub: 'a:b' })],
    ['another issuer’s', () => sign({ ...good, iss: 'other' })],
    ['one for another audience', () => sign({ ...good, aud: 'other' })],
    ['one that is not valid yet', () => sign({ ...good, nbf: nowS + 60 })],
    ['one signed with another secret', () => sign(good, { by: new TextEncoder().encode('x'.repeat(40)) })],
    ['one of another HMAC', () => sign(good, { alg: 'HS512' })],
    [
      'an unsigned one',
      async () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        return `${part({ alg: 'none' })}.${part(good)}.`;
      },
    ],
    [
      'a changed one',
      async () =>
        (await sign(good)).replace(
          /\.[\w-]+\./,
          `.${Buffer.from(JSON.stringify({ ...good, sub: 'root' })).toString('base64url')}.`,
        ),
    ],
    ['nonsense', async () => 'a.b.c'],
  ];
  test.each(refused)('SEC1: %p is refused', async (_what, make) => {
    const { call } = startApp(environment);
    const { status, json } = await call('GET', '/me', { token: await make() });
    expect([status, json.code]).toEqual([401, 'unauthenticated']);
  });

  test('SEC1: a good one makes its user on first sight, without a username', async () => {
    const { call } = startApp(environment);
    const token = await sign(good);
    const [one, other] = await Promise.all([call('GET', '/me', { token }), call('GET', '/me', { token })]);
    expect(one.json).toMatchObject({
      id: 'person@host',
      username: null,
      display_name: 'A Person',
      is_admin: false,
    });
    expect(other.status).toBe(200);
    const nameless = await call('GET', '/me', { token: await sign({ ...without('name'), sub: 'u2' }) });
    expect(nameless.json.display_name).toBe('u2');
  });

  test('SEC1: it ends at its time, also when it was good a moment ago', async () => {
    const { call, clock, authenticator } = startApp(environment);
    const token = await sign({ ...good, exp: nowS + 10 });
    const identity = await authenticator.authenticate(token);
    expect(identity).toMatchObject({
      ok: true,
      value: {
        sessionId: null,
        expiresAtMs: (nowS + 10) * 1000,
        announcedSessionId: expect.stringMatching(/^jwt-[0-9a-f]{16}$/),
      },
    });
    expect((await call('GET', '/me', { token })).status).toBe(200);
    clock.advance(10_000);
    expect((await call('GET', '/me', { token })).status).toBe(401);
  });

  test('SEC1: its user can be disabled, and cannot sign out here', async () => {
    const { call, signUp } = startApp({ ...environment, REGISTRATION: 'open' });
    const admin = await signUp('admin');
    const token = await sign(good);
    expect((await call('GET', '/me', { token })).status).toBe(200);
    expect((await call('POST', '/auth/logout', { token })).status).toBe(403);
    expect((await call('PUT', `/users/${encodeURIComponent('person@host')}/disabled`, admin)).status).toBe(
      204,
    );
    expect((await call('GET', '/me', { token })).status).toBe(401);
  });

  test('SEC1: without the setting no JWT counts', async () => {
    const { call } = startApp();
    expect((await call('GET', '/me', { token: await sign(good) })).status).toBe(401);
  });
});

describe('tokens by published keys', () => {
  let privateKey: CryptoKey;
  let publicPem: Uint8Array;
  let server: Server;
  let isAway = false;
  beforeAll(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    privateKey = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    publicPem = new TextEncoder().encode(JSON.stringify(jwk).padEnd(64));
    server = createServer((_request, response) => {
      response.writeHead(isAway ? 502 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  const port = () => (server.address() as AddressInfo).port;
  const settings = () => ({ AUTH_JWKS_URL: `http://127.0.0.1:${port()}/jwks.json` });

  test('SEC1: a token signed with a published key counts', async () => {
    const { call } = startApp(settings());
    const token = await sign(good, { alg: 'ES256', by: privateKey, kid: 'k1' });
    expect((await call('GET', '/me', { token })).json.id).toBe('person@host');
  });

  test('SEC1: a published key never serves as a secret', async () => {
    const { call } = startApp(settings());
    expect((await call('GET', '/me', { token: await sign(good, { by: publicPem, kid: 'k1' }) })).status).toBe(
      401,
    );
  });

  test('SEC1: an unknown key is refused', async () => {
    const { call } = startApp(settings());
    const { privateKey: strange } = await generateKeyPair('ES256');
    const unknown = await sign(good, { alg: 'ES256', by: strange, kid: 'k2' });
    expect((await call('GET', '/me', { token: unknown })).status).toBe(401);
    const forged = await sign(good, { alg: 'ES256', by: strange, kid: 'k1' });
    expect((await call('GET', '/me', { token: forged })).status).toBe(401);
  });

  test('SEC1: while the keys cannot be fetched the answer is unavailable, not unauthenticated', async () => {
    const { call } = startApp(settings());
    isAway = true;
    const token = await sign(good, { alg: 'ES256', by: privateKey, kid: 'k1' });
    const { status, json } = await call('GET', '/me', { token });
    isAway = false;
    expect([status, json.code, json.retry]).toEqual([503, 'unavailable', true]);
  });
});
