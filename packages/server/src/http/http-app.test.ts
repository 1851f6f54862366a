import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { limits } from '@parley/protocol';
import { startApp } from './testing/start-app.ts';

setDefaultTimeout(20_000);

const uuid = '01900000-0000-7000-8000-000000000000';

describe('problems', () => {
  test('SEC2: an unknown address is a problem, with a request id', async () => {
    const { call } = startApp();
    const { status, json, headers } = await call('GET', '/nowhere');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(json).toMatchObject({
      status: 404,
      code: 'not_found',
      retry: false,
      request_id: expect.any(String),
    });
  });

  test('SEC2: a method that an address does not take answers 405 with those it takes', async () => {
    const { call } = startApp();
    const { status, json, headers } = await call('PUT', '/me');
    expect(status).toBe(405);
    expect(json.code).toBe('invalid');
    expect(headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'HEAD', 'PATCH']);
    expect((await call('DELETE', '/docs')).headers.get('allow')).toBe('GET, HEAD');
    // One path item, whatever its parameter is called in each row.
    expect((await call('PUT', `/groups/${uuid}`)).headers.get('allow')?.split(', ').toSorted()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'PATCH',
    ]);
  });

  test('SEC2: without a token 401 says how to sign in', async () => {
    const { call } = startApp();
    const { status, json, headers } = await call('GET', '/me');
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(json.code).toBe('unauthenticated');
  });

  test('SEC2: a body that is no JSON is 415, cannot be parsed is 400, has the wrong shape is 422', async () => {
    const { call } = startApp();
    const path = '/auth/login';
    const notJson = await call('POST', path, { body: 'a=b', headers: { 'content-type': 'text/plain' } });
    expect([notJson.status, notJson.json.code]).toEqual([415, 'unsupported_type']);
    expect((await call('POST', path)).status).toBe(415);
    const broken = await call('POST', path, { body: '{"username":' });
    expect([broken.status, broken.json.code]).toEqual([400, 'invalid']);
    const wrong = await call('POST', path, { body: { username: 7 } });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'invalid']);
    expect(wrong.json.issues.map((issue: { path: string }) => issue.path)).toEqual(['username', 'password']);
    const hostile = await call('POST', path, { body: '{"username":"abc","password":"x","__proto__":{}}' });
    expect([hostile.status, hostile.json.issues[0].path]).toEqual([422, '__proto__']);
    const charset = await call('POST', path, {
      body: { username: 'abc', password: 'x' },
      headers: { 'content-type': 'Application/JSON; charset=utf-8' },
    });
    expect(charset.status).toBe(401);
  });

  test('LIM1: a JSON body beyond the limit is 413, announced or counted', async () => {
    const { call } = startApp();
    const body = JSON.stringify({ username: 'a'.repeat(limits.json_bytes), password: 'x' });
    const announced = await call('POST', '/auth/login', {
      body,
      headers: { 'content-length': String(body.length) },
    });
    expect([announced.status, announced.json.code]).toEqual([413, 'too_large']);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const counted = await call('POST', '/auth/login', { body: stream });
    expect([counted.status, counted.json.code]).toEqual([413, 'too_large']);
  });

  test('LIM1: beyond the rate one is told when to return, and returns', async () => {
    const { call, signUp, clock } = startApp();
    const alice = await signUp('alice');
    const bob = await signUp('bob');
    for (let n = 0; n < 300; n += 1) expect((await call('GET', '/me/blocks', alice)).status).toBe(200);
    const refused = await call('GET', '/me/blocks', alice);
    expect([refused.status, refused.json.code, refused.json.retry]).toEqual([429, 'rate_limited', true]);
    expect(refused.json.retry_after_ms).toBe(34);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await call('GET', '/me/blocks', bob)).status).toBe(200);
    clock.advance(34);
    expect((await call('GET', '/me/blocks', alice)).status).toBe(200);
  });

  test('SEC4: what breaks is logged under the request id, without the body, and answers internal', async () => {
    const { call, signUp, storage, logged } = startApp();
    const alice = await signUp('alice');
    storage.accounts.listSessions = () => {
      throw new Error('a bug');
    };
    const { status, json } = await call('GET', '/auth/sessions', alice);
    expect([status, json.code]).toEqual([500, 'internal']);
    expect(json.detail).not.toContain('a bug');
    expect(logged.filter((line) => line.request_id === json.request_id)).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain(alice.token);
  });

  test('OPS4: a store that is away answers unavailable with a time to return', async () => {
    const { call, signUp, storage } = startApp();
    const alice = await signUp('alice');
    await storage.close();
    const { status, json, headers } = await call('GET', '/auth/sessions', alice);
    expect([status, json.code, json.retry]).toEqual([503, 'unavailable', true]);
    expect(headers.has('retry-after')).toBe(true);
    expect((await call('GET', '/readyz')).status).toBe(503);
    expect((await call('GET', '/healthz')).status).toBe(200);
    expect((await call('GET', '/health/db')).json).toMatchObject({
      status: 'down',
      latency_ms: null,
      pool: null,
    });
  });
});

describe('addresses', () => {
  test('SEC2: a slash at the end and percent-encoding change nothing', async () => {
    const { call, signUp } = startApp();
    const alice = await signUp('alice');
    const encoded = [...alice.id].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    for (const path of [`/users/${alice.id}`, `/users/${alice.id}/`, `/users/${encoded}`])
      expect((await call('GET', path, alice)).json.id).toBe(alice.id);
  });

  test('SEC2: literal segments win over parameters', async () => {
    const { call, signUp } = startApp();
    const alice = await signUp('alice');
    const made = await call('POST', '/groups/', { ...alice, body: { name: 'Climbing' } });
    expect(made.status).toBe(201);
    expect((await call('GET', '/groups/search/climb', alice)).json.groups).toHaveLength(1);
    expect((await call('GET', '/groups/search/members', alice)).json.groups).toHaveLength(0);
    expect((await call('GET', `/groups/${alice.id}`, alice)).json.groups).toHaveLength(1);
    expect((await call('GET', `/groups/${made.json.id}/members`, alice)).json.members).toHaveLength(1);
  });

  test('SEC2: a query given twice, malformed or hostile is refused by name', async () => {
    const { call, signUp } = startApp();
    const alice = await signUp('alice');
    for (const [query, path] of [
      ['limit=1&limit=2', 'limit'],
      ['limit=0', 'limit'],
      ['limit=many', 'limit'],
      ['__proto__=1', '__proto__'],
    ] as const) {
      const { status, json } = await call('GET', `/conversations?${query}`, alice);
      expect([query, status, json.issues?.[0]?.path]).toEqual([query, 422, path]);
    }
    expect((await call('GET', '/conversations?limit=9999&unknown=1', alice)).status).toBe(200);
  });

  test('SEC3: the user of history and group lists must be the caller', async () => {
    const { call, signUp } = startApp();
    const alice = await signUp('alice');
    const bob = await signUp('bob');
    expect((await call('GET', `/messages/${bob.id}/${alice.id}`, alice)).status).toBe(403);
    expect((await call('GET', `/groups/${bob.id}`, alice)).status).toBe(403);
    expect((await call('GET', `/messages/${alice.id}/${bob.id}`, alice)).status).toBe(200);
  });

  test('SEC2: HEAD answers like GET without a body', async () => {
    const { call } = startApp();
    const { status, text, headers } = await call('HEAD', '/server');
    expect([status, text]).toEqual([200, '']);
    expect(headers.get('content-type')).toBe('application/json');
    const whole = await call('GET', '/server');
    expect(headers.get('content-length')).toBe(String(new TextEncoder().encode(whole.text).length));
    expect((await call('HEAD', '/me')).status).toBe(401);
  });

  test('MED6: without a place for media it is refused with a sentence, not with silence', async () => {
    const { call, signUp } = startApp();
    const alice = await signUp('alice');
    const upload = await call('POST', '/upload/', alice);
    expect([upload.status, upload.json.code]).toEqual([503, 'unavailable']);
    const avatar = await call('PATCH', '/me', { ...alice, body: { avatar_media_id: 'x' } });
    expect([avatar.status, avatar.json.code]).toEqual([404, 'not_found']);
    expect((await call('GET', '/uploads/x', alice)).status).toBe(503);
  });
});

describe('sending over HTTP', () => {
  test('SND2: 201 at first, 200 for the same again, 409 for the id with another body', async () => {
    const { call, signUp, clock } = startApp();
    const alice = await signUp('alice');
    const bob = await signUp('bob');
    const id = `${clock
      .nowMs()
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7000-8000-000000000001`;
    const body = { id, type: 'direct', to: bob.id, content: 'hello' };
    const first = await call('POST', '/messages', { ...alice, body });
    expect([first.status, first.json.seq]).toEqual([201, 1]);
    const again = await call('POST', '/messages', { ...alice, body });
    expect([again.status, again.json.duplicate]).toEqual([200, true]);
    expect((await call('POST', '/messages', { ...alice, body: { ...body, content: 'other' } })).status).toBe(
      409,
    );
    expect((await call('DELETE', `/messages/${id}?delete_for=everyone`, alice)).status).toBe(204);
  });
});

describe('headers and pages', () => {
  test('SEC7: every answer forbids sniffing, framing and leaking; pages run no inline script', async () => {
    const { call } = startApp();
    for (const path of [
      '/',
      '/docs',
      '/openapi.json',
      '/server',
      '/me',
      '/nowhere',
      '/docs/swagger-ui-bundle.js',
    ]) {
      const { headers } = await call('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    }
  });

  test('SEC7: no page names another host or has a script of its own', async () => {
    const { call } = startApp();
    for (const path of ['/', '/docs', '/docs/start.js']) {
      const { status, text } = await call('GET', path);
      expect(status).toBe(200);
      expect(text).not.toMatch(/https?:\/\//);
      expect(text).not.toMatch(/<script>|<script [^>]*>[^<]|\son\w+=/);
    }
    expect((await call('GET', '/docs/swagger-ui-bundle.js')).text).toContain('SwaggerUIBundle');
    expect((await call('GET', '/favicon.ico')).status).toBe(204);
  });

  test('SEC4: a foreign origin is refused; an allowed one gets CORS, but no credentials', async () => {
    const { call, signUp } = startApp({ ALLOWED_ORIGINS: 'https://app.example' });
    const alice = await signUp('alice');
    const foreign = await call('GET', '/me', { ...alice, headers: { origin: 'https://evil.example' } });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.has('access-control-allow-origin')).toBe(false);
    const allowed = await call('GET', '/me', { ...alice, headers: { origin: 'https://app.example' } });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.has('access-control-allow-credentials')).toBe(false);
    const preflight = await call('OPTIONS', '/me', { headers: { origin: 'https://app.example' } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect((await call('OPTIONS', '/me', { headers: { origin: 'https://evil.example' } })).status).toBe(405);
  });
});
