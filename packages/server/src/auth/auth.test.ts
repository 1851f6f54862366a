import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { roomOfUser } from '@parley/core';
import { sessionId, userId } from '@parley/protocol';
import { startApp } from '../http/testing/start-app.ts';

setDefaultTimeout(20_000);

const password = 'correct horse';

describe('registering and signing in', () => {
  test('SEC1: the first account is an admin, the next is not', async () => {
    const { call, signUp } = startApp();
    const first = await signUp('alice');
    const second = await signUp('bob');
    expect((await call('GET', '/me', first)).json).toMatchObject({
      username: 'alice',
      is_admin: true,
      settings: {},
    });
    expect((await call('GET', '/me', second)).json.is_admin).toBe(false);
  });

  test('SEC1: a username belongs to one account, whatever its case', async () => {
    const { call } = startApp();
    const made = await call('POST', '/auth/register', {
      body: { username: 'Alice', password, display_name: 'Al' },
    });
    expect(made.json.user).toMatchObject({ username: 'alice', display_name: 'Al' });
    const taken = await call('POST', '/auth/register', { body: { username: 'ALICE', password } });
    expect([taken.status, taken.json.code]).toEqual([409, 'conflict']);
    expect((await call('POST', '/auth/login', { body: { username: 'aLice', password } })).status).toBe(200);
  });

  test('SEC5: a wrong password and an unknown name look the same', async () => {
    const { call, signUp } = startApp();
    await signUp('alice');
    const wrong = await call('POST', '/auth/login', { body: { username: 'alice', password: 'guess' } });
    const unknown = await call('POST', '/auth/login', { body: { username: 'nobody', password: 'guess' } });
    expect(wrong.status).toBe(401);
    expect({ ...wrong.json, request_id: '' }).toEqual({ ...unknown.json, request_id: '' });
  });

  test('SEC5: logins are limited per account, from wherever, and per address', async () => {
    const { call, clock } = startApp();
    const logIn = (username: string, peer: string) =>
      call('POST', '/auth/login', { body: { username, password: 'guess' }, peer });
    for (let n = 0; n < 10; n += 1) expect((await logIn('nobody', `192.0.2.${n}`)).status).toBe(401);
    const refused = await logIn('nobody', '198.51.100.1');
    expect([refused.status, refused.json.code]).toEqual([429, 'rate_limited']);
    expect((await logIn('other', '198.51.100.1')).status).toBe(401);
    clock.advance(60_000);
    expect((await logIn('nobody', '198.51.100.1')).status).toBe(401);
  });

  test('SEC5: registrations are limited per address', async () => {
    const { call, signUp } = startApp();
    for (let n = 0; n < 20; n += 1) await signUp(`user${n}`);
    const body = { username: 'one.more', password };
    expect((await call('POST', '/auth/register', { body })).status).toBe(429);
    expect((await call('POST', '/auth/register', { body, peer: '198.51.100.1' })).status).toBe(201);
  });

  test('SEC5: RATE_LIMITS=off lifts the limits on logins', async () => {
    const { call } = startApp({ RATE_LIMITS: 'off' });
    for (let n = 0; n < 12; n += 1)
      expect(
        (await call('POST', '/auth/login', { body: { username: 'nobody', password: 'x' } })).status,
      ).toBe(401);
  });

  test('SEC1: closed registration makes no account', async () => {
    const { call } = startApp({ REGISTRATION: 'closed' });
    expect((await call('POST', '/auth/register', { body: { username: 'alice', password } })).status).toBe(
      403,
    );
    expect((await call('GET', '/server')).json.registration).toBe('closed');
  });

  test('SEC1: other devices hear of a login', async () => {
    const { call, signUp, published } = startApp();
    const alice = await signUp('alice');
    published.length = 0;
    await call('POST', '/auth/login', {
      body: { username: 'alice', password },
      headers: { 'user-agent': 'Phone\u0007 1' },
    });
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({
      rooms: [roomOfUser(userId.parse(alice.id))],
      event: 'notification',
      payload: {
        type: 'session_notification',
        action: 'signed_in',
        session: { device: 'Phone 1', current: false },
      },
    });
  });
});

describe('sessions', () => {
  test('SEC1: a session that was ended is refused at once, and its sockets are cut', async () => {
    const { call, signUp, cuts } = startApp();
    const alice = await signUp('alice');
    expect((await call('GET', '/me', alice)).status).toBe(200);
    const { sessions } = (await call('GET', '/auth/sessions', alice)).json;
    expect(sessions).toMatchObject([{ current: true }]);
    expect((await call('POST', '/auth/logout', alice)).status).toBe(204);
    expect(cuts).toContain(sessionId.parse(sessions[0].id));
    expect((await call('GET', '/me', alice)).status).toBe(401);
  });

  test('SEC1: one ends one’s own sessions only; the others are told', async () => {
    const { call, signUp, published } = startApp();
    const alice = await signUp('alice');
    const bob = await signUp('bob');
    const laptop = (await call('POST', '/auth/login', { body: { username: 'alice', password } })).json.token;
    const { sessions } = (await call('GET', '/auth/sessions', { token: laptop })).json;
    const first = sessions.find((session: { current: boolean }) => !session.current);
    expect((await call('DELETE', `/auth/sessions/${first.id}`, bob)).status).toBe(404);
    expect((await call('GET', '/me', alice)).status).toBe(200);
    published.length = 0;
    expect((await call('DELETE', `/auth/sessions/${first.id}`, { token: laptop })).status).toBe(204);
    expect(published.filter(({ event }) => event === 'notification')).toMatchObject([
      { payload: { type: 'session_notification', action: 'revoked', session: { id: first.id } } },
    ]);
    expect((await call('GET', '/me', alice)).status).toBe(401);
    expect((await call('GET', '/me', { token: laptop })).status).toBe(200);
    expect((await call('DELETE', `/auth/sessions/${first.id}`, { token: laptop })).status).toBe(404);
  });

  test('SEC1: a new password ends all other sessions and the old password', async () => {
    const { call, signUp } = startApp();
    const alice = await signUp('alice');
    const other = (await call('POST', '/auth/login', { body: { username: 'alice', password } })).json;
    const body = { current: password, new: 'battery staple' };
    expect(
      (await call('POST', '/me/password', { ...alice, body: { ...body, current: 'guess' } })).status,
    ).toBe(403);
    expect((await call('POST', '/me/password', { ...alice, body })).status).toBe(204);
    expect((await call('GET', '/me', alice)).status).toBe(200);
    expect((await call('GET', '/me', { token: other.token })).status).toBe(401);
    expect((await call('POST', '/auth/login', { body: { username: 'alice', password } })).status).toBe(401);
    const again = await call('POST', '/auth/login', { body: { username: 'alice', password: body.new } });
    expect(again.status).toBe(200);
  });

  test('SEC1: a disabled account is refused at once and opened again by an admin', async () => {
    const { call, signUp, cuts } = startApp();
    const admin = await signUp('admin');
    const bob = await signUp('bob');
    expect((await call('GET', '/me', bob)).status).toBe(200);
    expect((await call('PUT', `/users/${admin.id}/disabled`, bob)).status).toBe(403);
    expect((await call('PUT', `/users/${bob.id}/disabled`, admin)).status).toBe(204);
    expect(cuts).toContain(roomOfUser(userId.parse(bob.id)));
    expect((await call('GET', '/me', bob)).status).toBe(401);
    expect((await call('POST', '/auth/login', { body: { username: 'bob', password } })).status).toBe(401);
    expect((await call('DELETE', `/users/${bob.id}/disabled`, admin)).status).toBe(204);
    expect((await call('GET', '/me', bob)).status).toBe(200);
  });

  test('SEC1: a session unused for SESSION_TTL ends, a used one does not', async () => {
    const { call, signUp, clock, sessionUse } = startApp({ SESSION_TTL: '1h' });
    const alice = await signUp('alice');
    const bob = await signUp('bob');
    clock.advance(59 * 60_000);
    expect((await call('GET', '/me', alice)).status).toBe(200);
    await sessionUse.flush();
    clock.advance(59 * 60_000);
    expect((await call('GET', '/me', alice)).status).toBe(200);
    expect((await call('GET', '/me', bob)).status).toBe(401);
  });

  test('SEC1: tokens are stored as hashes only', async () => {
    const { signUp, storage } = startApp();
    const seen: string[] = [];
    const { createSession } = storage.accounts;
    storage.accounts.createSession = (session) => {
      seen.push(JSON.stringify(session));
      return createSession(session);
    };
    const { token } = await signUp('alice');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(seen.join()).toMatch(/"tokenHash":"[0-9a-f]{64}"/);
    expect(seen.join()).not.toContain(token);
  });
});

describe('cookies', () => {
  const own = { origin: 'http://localhost:8001' };

  async function withCookie(environment: Record<string, string> = {}) {
    const app = startApp(environment);
    const answer = await app.call('POST', '/auth/register', {
      body: { username: 'alice', password, cookie: true },
      headers: environment.PUBLIC_URL === undefined ? {} : { origin: environment.PUBLIC_URL },
    });
    const set = answer.headers.get('set-cookie') ?? '';
    return { ...app, answer, set, cookie: set.split(';')[0] ?? '' };
  }

  test('SEC4: a cookie is out of reach of scripts and of other sites, and leaves the token out', async () => {
    const { answer, set } = await withCookie();
    expect(answer.json).not.toHaveProperty('token');
    expect(set).toMatch(/^parley_session=[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/);
    expect((await withCookie({ PUBLIC_URL: 'https://chat.example' })).set).toMatch(/; Secure$/);
  });

  test('SEC4: a cookie reads without Origin and writes with the own one only', async () => {
    const { call, cookie } = await withCookie();
    expect((await call('GET', '/me', { headers: { cookie } })).status).toBe(200);
    const rename = (headers: Record<string, string>) =>
      call('PATCH', '/me', { body: { display_name: 'Al' }, headers: { cookie, ...headers } });
    expect((await rename({})).status).toBe(401);
    expect((await rename({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await rename(own)).status).toBe(200);
  });

  test('SEC4: Authorization wins over a cookie, also when it is wrong', async () => {
    const { call, cookie } = await withCookie();
    expect((await call('GET', '/me', { headers: { cookie, ...own }, token: 'x'.repeat(43) })).status).toBe(
      401,
    );
    expect((await call('GET', '/me', { headers: { cookie, ...own, authorization: 'Basic x' } })).status).toBe(
      401,
    );
  });

  test('SEC4: signing out takes the cookie back', async () => {
    const { call, cookie } = await withCookie();
    const answer = await call('POST', '/auth/logout', { headers: { cookie, ...own } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^parley_session=; Path=\/; Max-Age=0;/);
    expect((await call('GET', '/me', { headers: { cookie } })).status).toBe(401);
  });
});
