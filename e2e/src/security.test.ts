import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { createApi } from './api.ts';
import { type ChatClient, connectClient, ConnectRefused } from './client.ts';
import { within } from './deadline.ts';
import { newUsername, PASSWORD, type Person, signIn, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { Me, Sessions, SignedIn, User } from './wire.ts';

setDefaultTimeout(60_000);
let server: ServerProcess;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ LOG_LEVEL: 'debug' });
  admin = await signUp(server.url, 'admin');
});
afterAll(() => server.dispose());

/** A revoked session hears why, then is cut. */
async function expectCut(client: ChatClient): Promise<void> {
  expect(await client.next('error')).toMatchObject({ code: 'unauthenticated' });
  await within(6_000, 'the disconnect', client.disconnected);
}
async function expectRefusedConnect(person: Person): Promise<void> {
  const refusal: unknown = await person.connect().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConnectRefused);
  expect(refusal).toMatchObject({ code: 'unauthenticated', retry: false });
}

describe('sessions', () => {
  test('SEC1: signing out cuts the sockets of that session and no others', async () => {
    const alice = await signUp(server.url, 'alice');
    const other = await signIn(server.url, alice.username);
    const [phone, laptop] = [await alice.connect(), await other.connect()];
    await alice.api.done('POST', '/auth/logout');
    await expectCut(phone);
    expect((await alice.api.refused('GET', '/me')).code).toBe('unauthenticated');
    await expectRefusedConnect(alice);
    await laptop.must('sync', { conversations: {} });
    laptop.close();
  });

  test('SEC1: a session ended from another device is cut and told to the rest', async () => {
    const alice = await signUp(server.url, 'alice');
    const other = await signIn(server.url, alice.username);
    const [phone, laptop] = [await alice.connect(), await other.connect()];
    const { sessions } = await alice.api.get('/auth/sessions', Sessions);
    expect(sessions).toHaveLength(2);
    const theirs = sessions.find((one) => !one.current);
    expect(laptop.ready.session_id).toBe(theirs?.id ?? '');
    await alice.api.done('DELETE', `/auth/sessions/${theirs?.id ?? ''}`);
    await expectCut(laptop);
    const revoked = await phone.next('account', (one) => one.kind === 'session_revoked');
    expect(revoked).toMatchObject({ session_id: theirs?.id });
    expect((await other.api.refused('GET', '/me')).status).toBe(401);
    const stranger = await signUp(server.url, 'stranger');
    expect(
      (await stranger.api.refused('DELETE', `/auth/sessions/${phone.ready.session_id ?? ''}`)).status,
    ).toBe(404);
    phone.close();
  });

  test('SEC1: a new password cuts all other sessions; the old one opens nothing', async () => {
    const alice = await signUp(server.url, 'alice');
    const other = await signIn(server.url, alice.username);
    const [phone, laptop] = [await alice.connect(), await other.connect()];
    expect(
      (await alice.api.refused('POST', '/me/password', { current: 'not mine', new: 'x'.repeat(12) })).status,
    ).toBeLessThan(500);
    await alice.api.done('POST', '/me/password', { current: PASSWORD, new: 'another good one' });
    await expectCut(laptop);
    await phone.must('sync', { conversations: {} });
    const api = createApi(server.url);
    const old = { username: alice.username, password: PASSWORD };
    expect((await api.refused('POST', '/auth/login', old)).status).toBe(401);
    await signIn(server.url, alice.username, 'another good one');
    phone.close();
  });

  test('SEC1: a disabled user is cut and stays out until enabled again; only admins do that', async () => {
    const alice = await signUp(server.url, 'alice');
    const phone = await alice.connect();
    expect((await alice.api.refused('PUT', `/users/${admin.id}/disabled`)).status).toBe(403);
    await admin.api.done('PUT', `/users/${alice.id}/disabled`);
    await expectCut(phone);
    expect((await alice.api.refused('GET', '/me')).status).toBe(401);
    await expectRefusedConnect(alice);
    await admin.api.done('DELETE', `/users/${alice.id}/disabled`);
    (await (await signIn(server.url, alice.username)).connect()).close();
  });

  test('SEC1: without a token, or with a wrong one, there is no connection and no answer', async () => {
    const nobody = { ...admin, connect: () => admin.connect({ token: 'x'.repeat(43) }) };
    await expectRefusedConnect(nobody);
    expect((await createApi(server.url).refused('GET', '/me')).status).toBe(401);
    expect((await createApi(server.url, 'nonsense').refused('GET', '/conversations')).status).toBe(401);
  });
});

describe('headers and cookies', () => {
  const json = { 'content-type': 'application/json' };
  async function withCookie(): Promise<{ cookie: string; user: Person }> {
    const alice = await signUp(server.url, 'alice');
    const body = JSON.stringify({ username: alice.username, password: PASSWORD, cookie: true });
    const answer = await createApi(server.url).send('POST', '/auth/login', { body, headers: json });
    expect(answer.status).toBe(200);
    expect(answer.json).not.toHaveProperty('token');
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^parley_session=[^;]{20,};/);
    expect(set).toMatch(/; *HttpOnly/i);
    expect(set).toMatch(/; *SameSite=Lax/i);
    expect(set).not.toMatch(/; *Secure/i);
    return { cookie: set.split(';')[0] ?? '', user: alice };
  }

  test('SEC4: login sets a cookie only when asked, and it works for reading', async () => {
    const { cookie, user } = await withCookie();
    const plain = await createApi(server.url).send('POST', '/auth/login', {
      body: JSON.stringify({ username: user.username, password: PASSWORD }),
      headers: json,
    });
    expect(plain.headers.has('set-cookie')).toBe(false);
    expect(SignedIn.parse(plain.json).user.id).toBe(user.id);
    const me = await createApi(server.url).send('GET', '/me', { headers: { cookie } });
    expect(Me.parse(me.json).id).toBe(user.id);
  });

  test('SEC4: a cookie writes only from the own origin; a foreign or absent one is refused', async () => {
    const { cookie } = await withCookie();
    const api = createApi(server.url);
    const rename = async (headers: Record<string, string>): Promise<number> => {
      const body = JSON.stringify({ display_name: 'x' });
      return (await api.send('PATCH', '/me', { body, headers: { ...json, ...headers } })).status;
    };
    expect(await rename({ cookie, origin: server.url })).toBe(200);
    expect([401, 403]).toContain(await rename({ cookie }));
    expect([401, 403]).toContain(await rename({ cookie, origin: 'https://evil.example' }));
    expect([401, 403]).toContain(await rename({ cookie, origin: 'null' }));
    const read = await api.send('GET', '/me', { headers: { cookie, origin: 'https://evil.example' } });
    expect([401, 403]).toContain(read.status);
    expect(read.headers.has('access-control-allow-origin')).toBe(false);
  });

  test('SEC4: a foreign origin is refused on polling and on upgrade, the own one is not', async () => {
    const { cookie, user } = await withCookie();
    const evil = { headers: { origin: 'https://evil.example' } };
    const poll = await createApi(server.url).send('GET', '/socket.io/?EIO=4&transport=polling', evil);
    expect(poll.status).toBe(403);
    for (const transports of [['websocket'], ['polling']] as const) {
      const refused: unknown = await user.connect({ transports, ...evil }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Error);
      const own = await user.connect({ transports, headers: { origin: server.url } });
      own.close();
    }
    // Node's client sends no Origin: with a cookie alone that is nobody.
    const bare: unknown = await connectClient(server.url, { headers: { cookie } }).catch(
      (error: unknown) => error,
    );
    expect(bare).toBeInstanceOf(Error);
    const browser = await connectClient(server.url, { headers: { cookie, origin: server.url } });
    expect(browser.ready.user_id).toBe(user.id);
    browser.close();
  });

  test('SEC7: every answer forbids sniffing and framing, and pages allow no inline script', async () => {
    const api = createApi(server.url);
    for (const path of ['/', '/docs', '/server', '/me', '/nowhere', '/openapi.json', '/healthz']) {
      const { headers } = await api.send('GET', path);
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
      expect([path, headers.get('referrer-policy')]).toEqual([path, 'no-referrer']);
      const policy = headers.get('content-security-policy') ?? '';
      const framing = headers.get('x-frame-options') ?? policy;
      expect([path, framing]).toEqual([path, expect.stringMatching(/DENY|frame-ancestors 'none'/i)]);
      if (!['/', '/docs'].includes(path)) continue;
      const script = /(?:script-src|default-src) ([^;]+)/.exec(policy)?.[1] ?? 'missing';
      expect([path, script]).toEqual([path, expect.not.stringContaining('unsafe-inline')]);
      expect([path, script]).not.toEqual([path, 'missing']);
    }
    const signed = await admin.api.send('GET', '/me');
    expect(signed.headers.get('cache-control')).toMatch(/no-store|private/);
  });
});

test('SEC4: neither credentials nor message texts are in the logs, at any level', async () => {
  const username = newUsername('secret');
  const password = 'a password nobody logs';
  const api = createApi(server.url);
  const { token, user } = await api.post('/auth/register', { username, password }, SignedIn);
  const mine = createApi(server.url, token);
  await mine.get(`/users/${user.id}`, User);
  await mine.refused('POST', '/me/password', { current: 'a guess nobody logs', new: 'also not logged' });
  await api.refused('POST', '/auth/login', { username, password: 'wrong and not logged' });
  const phone = await admin.connect({ token });
  await phone.must('send_message', text('direct', user, 'a text nobody logs'));
  await phone.refused('send_message', {
    ...text('direct', user, 'a bad text nobody logs'),
    content_type: 'x',
  });
  phone.close();
  await api.send('GET', `/socket.io/?EIO=4&transport=polling&token=${token}`);
  const output = server.output();
  const secrets = [
    token,
    password,
    'a guess nobody',
    'also not logged',
    'wrong and not',
    'a text nobody',
    'a bad text',
  ];
  expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
});

test('SEC5: a wrong password and an unknown name get the same answer', async () => {
  const api = createApi(server.url);
  const known = await api.refused('POST', '/auth/login', { username: admin.username, password: 'wrong one' });
  const unknown = await api.refused('POST', '/auth/login', {
    username: newUsername('no'),
    password: 'wrong one',
  });
  expect({ ...unknown, request_id: '' }).toEqual({ ...known, request_id: '' });
  expect(known.status).toBe(401);
  const taken = { username: admin.username.toUpperCase(), password: PASSWORD };
  expect((await api.refused('POST', '/auth/register', taken)).code).toBe('conflict');
});
