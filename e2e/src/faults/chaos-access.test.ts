import { afterAll, beforeAll, expect, test } from 'bun:test';
import { eventually } from '../deadline.ts';
import { PASSWORD, signUp } from '../person.ts';
import { startServer } from '../server-process.ts';
import { startChaosServer, type ChaosServer } from './chaos.ts';

let server: ChaosServer;
beforeAll(async () => {
  server = await startChaosServer();
});
afterAll(() => server.dispose());

const paths = ['/admin/chaos', '/admin/chaos/chaos.js', '/admin/chaos/chaos.css', '/admin/chaos/state'];

test('SEC3: without --chaos there is nothing under /admin, for an admin neither', async () => {
  const plain = await startServer();
  const admin = await signUp(plain.url, 'admin');
  const answer = async (method: string, path: string) => {
    const { request_id: _id, ...said } = await admin.api.refused(method, path);
    return said;
  };
  for (const method of ['GET', 'POST'])
    for (const path of [...paths, '/admin/chaos/cut'])
      expect(await answer(method, path)).toEqual(await answer(method, '/no/such/address'));
  await plain.dispose();
});

test('SEC3: with it, an admin gets the switches, anybody else nothing', async () => {
  const member = await signUp(server.url, 'member');
  for (const path of paths) {
    expect((await server.admin.api.send('GET', path)).status).toBe(200);
    expect((await member.api.send('GET', path)).status).toBe(403);
    expect((await fetch(`${server.url}${path}`)).status).toBe(401);
  }
  for (const path of ['/admin/chaos/state', '/admin/chaos/cut'])
    expect((await member.api.send('POST', path, { body: '{"store":"down"}' })).status).toBe(403);
  const page = await fetch(`${server.url}/admin/chaos`, {
    headers: { accept: 'text/html' },
    redirect: 'manual',
  });
  expect([page.status, page.headers.get('location')]).toEqual([303, '/']);
});

test('SEC4 SEC7: another site cannot press the switches with an admin’s cookie, and the page runs no inline script', async () => {
  const login = { username: server.admin.username, password: PASSWORD, cookie: true };
  const signedIn = await fetch(`${server.url}/auth/login`, {
    method: 'POST',
    body: JSON.stringify(login),
    headers: { 'Content-Type': 'application/json' },
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const press = (headers: Record<string, string>) =>
    fetch(`${server.url}/admin/chaos/state`, {
      method: 'POST',
      body: '{"store":"well"}',
      headers: { 'Content-Type': 'application/json', cookie, ...headers },
    });
  expect((await press({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await press({})).status).toBe(401);
  expect((await press({ origin: server.url })).status).toBe(200);
  const { headers } = await server.admin.api.send('GET', '/admin/chaos');
  expect(headers.get('content-security-policy')).toContain("script-src 'self'");
});

test('SEC2: a switch that is not there is refused with what is wrong', async () => {
  const bad = await server.admin.api.refused('POST', '/admin/chaos/state', { store: 'on fire' });
  expect(bad).toMatchObject({ code: 'invalid', issues: [{ path: 'store' }] });
  expect((await server.admin.api.send('DELETE', '/admin/chaos/state')).status).toBe(405);
  const tooLong = { store: 'down', more: 'x'.repeat(1_000) };
  expect(await server.admin.api.refused('POST', '/admin/chaos/state', tooLong)).toMatchObject({
    code: 'too_large',
  });
});

test('F4 BRK1: while the database is down its health says so, an admin can still switch it back', async () => {
  const health = async () => (await server.admin.api.send('GET', '/health/db')).json;
  await server.setStore('down');
  expect(await health()).toMatchObject({ status: 'down', latency_ms: null });
  await server.setStore('well');
  await eventually(
    'the database to be well',
    async () => ((await health()) as { status: string }).status === 'healthy',
  );
});
