import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { createApi } from './api.ts';
import { connectClient, ConnectRefused } from './client.ts';
import { within } from './deadline.ts';
import { epochSeconds, signJwt } from './jwt.ts';
import { text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { Me, ServerInfo, User } from './wire.ts';

setDefaultTimeout(30_000);
const SECRET = 'a secret of the host application, long enough';
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ AUTH_JWT_SECRET: SECRET, AUTH_JWT_AUDIENCE: 'chat', AUTH_JWT_ISSUER: 'host' });
});
afterAll(() => server.dispose());

const claims = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  sub: 'host|Ann.1',
  name: 'Ann',
  aud: 'chat',
  iss: 'host',
  exp: epochSeconds(60),
  ...more,
});

describe('a host application signs its people in', () => {
  test('SEC1: a signed token is a user from its first use, on HTTP and on a socket', async () => {
    const ann = createApi(server.url, signJwt(claims(), SECRET));
    expect(await ann.get('/me', Me)).toMatchObject({ id: 'host|Ann.1', username: null, display_name: 'Ann' });
    const token = signJwt(claims({ sub: 'bob@host', name: undefined }), SECRET);
    const phone = await connectClient(server.url, { token });
    expect(phone.ready.user_id).toBe('bob@host');
    const bob = await ann.get(`/users/${encodeURIComponent('bob@host')}`, User);
    expect(bob).toMatchObject({ display_name: 'bob@host' });
    const sent = await phone.must('send_message', text('direct', { id: 'host|Ann.1' }, 'hi'));
    expect(sent.conversation).toBe('direct:bob@host:host|Ann.1');
    phone.close();
  });

  test('SEC1: other algorithms, none, wrong keys, times, audiences, issuers and ids are refused', async () => {
    const wrong = {
      'alg none': signJwt(claims(), SECRET, 'none'),
      'alg HS512': signJwt(claims(), SECRET, 'HS512'),
      'another key': signJwt(claims(), `${SECRET}!`),
      expired: signJwt(claims({ exp: epochSeconds(-120) }), SECRET),
      'no exp': signJwt(claims({ exp: undefined }), SECRET),
      'exp as text': signJwt(claims({ exp: 'tomorrow' }), SECRET),
      'wrong aud': signJwt(claims({ aud: 'mail' }), SECRET),
      'wrong iss': signJwt(claims({ iss: 'other' }), SECRET),
      'no sub': signJwt(claims({ sub: undefined }), SECRET),
      'sub that is no id': signJwt(claims({ sub: 'a b/c' }), SECRET),
      'sub too long': signJwt(claims({ sub: 'x'.repeat(129) }), SECRET),
      'sub a number': signJwt(claims({ sub: 7 }), SECRET),
      cut: signJwt(claims(), SECRET).slice(0, -4),
    };
    const accepted: string[] = [];
    for (const [what, token] of Object.entries(wrong)) {
      const answer = await createApi(server.url, token).send('GET', '/me');
      if (answer.status !== 401) accepted.push(`${what}: ${String(answer.status)}`);
      const refusal: unknown = await connectClient(server.url, { token }).catch((error: unknown) => error);
      if (!(refusal instanceof ConnectRefused) || refusal.code !== 'unauthenticated')
        accepted.push(`${what} on a socket`);
    }
    expect(accepted).toEqual([]);
  });

  test('SEC1: a socket is cut when its token expires', async () => {
    const token = signJwt(claims({ sub: 'short-lived', exp: epochSeconds(2) }), SECRET);
    const phone = await connectClient(server.url, { token });
    expect(await phone.next('error')).toMatchObject({ code: 'unauthenticated' });
    await within(6_000, 'the disconnect', phone.disconnected);
  });

  test('SEC5: registration is closed unless the settings open it, and the server says so', async () => {
    const api = createApi(server.url);
    const info = await api.get('/server', ServerInfo);
    expect(info.registration).toBe('closed');
    expect(info.auth).toContain('jwt');
    const body = { username: 'eve', password: 'correct horse' };
    expect((await api.refused('POST', '/auth/register', body)).code).toBe('forbidden');
  });
});
