import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { createApi, readProblem } from './api.ts';
import { type Ack, type ChatClient, ConnectRefused } from './client.ts';
import { within } from './deadline.ts';
import { newUsername, PASSWORD, type Person, signUp, text } from './person.ts';
import { openRawSocket, openSignedInSocket } from './raw-socket.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import type { ClientEvent } from './wire-events.ts';
import { Group, Me, ServerInfo } from './wire.ts';

setDefaultTimeout(60_000);

/** Sends the same event many times at once and splits the answers. */
async function flood<E extends ClientEvent>(
  client: ChatClient,
  event: E,
  payloads: readonly unknown[],
): Promise<{ good: number; refused: Extract<Ack<E>, { ok: false }>[] }> {
  const answers = await Promise.all(payloads.map((payload) => client.call(event, payload)));
  const refused = answers.filter((ack): ack is Extract<Ack<E>, { ok: false }> => !ack.ok);
  return { good: answers.length - refused.length, refused };
}

describe('rates', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMITS: 'on' });
  });
  afterAll(() => server.dispose());

  test('LIM1: a flood of messages is refused beyond the burst, says when to return, and keeps the socket', async () => {
    const alice = await signUp(server.url, 'alice');
    const phone = await alice.connect();
    const notes = Array.from({ length: 160 }, (_none, i) => text('direct', alice, String(i)));
    const { good, refused } = await flood(phone, 'send_message', notes.slice(0, 140));
    expect(good).toBeGreaterThanOrEqual(100);
    expect(good).toBeLessThan(135);
    for (const { error } of refused) {
      expect(error).toMatchObject({ code: 'rate_limited', retry: true });
      expect(error.retry_after_ms).toBeGreaterThan(0);
      expect(error.retry_after_ms).toBeLessThan(20_000);
    }
    await phone.must('sync', { conversations: {} });
    phone.close();
  });

  test('LIM1: typing has a smaller burst, and is one of a user, not of a socket', async () => {
    const alice = await signUp(server.url, 'alice');
    const [phone, laptop] = [await alice.connect(), await alice.connect()];
    const typing = Array.from({ length: 16 }, () => ({ type: 'direct', to: alice.id, is_typing: true }));
    const [one, two] = [await flood(phone, 'typing', typing), await flood(laptop, 'typing', typing)];
    expect(one.good).toBe(16);
    expect(two.good).toBeGreaterThanOrEqual(4);
    expect(two.good).toBeLessThan(12);
    expect(two.refused[0]?.error.code).toBe('rate_limited');
    phone.close();
    laptop.close();
  });

  test('SEC6 LIM1: fifty invalid events in ten seconds close the socket, and the user may come back', async () => {
    const alice = await signUp(server.url, 'alice');
    const phone = await alice.connect();
    for (let i = 0; i < 60; i++) phone.socket.emit('send_message', { type: 'nonsense' });
    await within(10_000, 'the socket to be closed', phone.disconnected);
    const again = await alice.connect();
    await again.must('sync', { conversations: {} });
    again.close();
  });

  test('LIM1: HTTP calls beyond the burst answer 429 with Retry-After', async () => {
    const alice = await signUp(server.url, 'alice');
    const calls = Array.from({ length: 600 }, () => alice.api.send('GET', '/me'));
    const answers = await Promise.all(calls);
    const limited = answers.filter((one) => one.status === 429);
    expect(answers.filter((one) => one.status === 200).length).toBeGreaterThanOrEqual(300);
    expect(limited.length).toBeGreaterThan(20);
    for (const one of limited) expect(readProblem(one, 'GET /me').code).toBe('rate_limited');
  });

  test('SEC5: an eleventh login within a minute is refused for that account, even with the right password', async () => {
    const alice = await signUp(server.url, 'alice');
    const bob = await signUp(server.url, 'bob');
    const api = createApi(server.url);
    const login = async (username: string, password: string): Promise<number> => {
      const body = JSON.stringify({ username, password });
      const init = { body, headers: { 'content-type': 'application/json' } };
      return (await api.send('POST', '/auth/login', init)).status;
    };
    for (let i = 0; i < 10; i++) expect(await login(alice.username, `wrong ${String(i)}`)).toBe(401);
    const right = { username: alice.username, password: PASSWORD };
    const refused = await api.refused('POST', '/auth/login', right);
    expect(refused).toMatchObject({ code: 'rate_limited', retry: true });
    expect(await login(bob.username, PASSWORD)).toBe(200);
    for (let i = 0; i < 10; i++) await login('nobody.at.all', `wrong ${String(i)}`);
    expect(await login('nobody.at.all', 'wrong')).toBe(429);
  });

  test('LIM1: a user has at most 20 sockets', async () => {
    const alice = await signUp(server.url, 'alice');
    const sockets = await Promise.all(Array.from({ length: 20 }, () => alice.connect()));
    const refusal: unknown = await alice.connect().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ConnectRefused);
    const [first] = sockets;
    first?.close();
    await first?.disconnected;
    for (const one of sockets) one.close();
  });

  test('SEC5 LIM1: registrations and handshakes are counted per address', async () => {
    const api = createApi(server.url);
    const statuses: number[] = [];
    for (let i = 0; i < 25 && statuses.at(-1) !== 429; i++) {
      const body = JSON.stringify({ username: newUsername('many'), password: PASSWORD });
      const headers = { 'content-type': 'application/json' };
      statuses.push((await api.send('POST', '/auth/register', { body, headers })).status);
    }
    expect(statuses.at(-1)).toBe(429);
    const handshakes = Array.from({ length: 130 }, () =>
      api.send('GET', '/socket.io/?EIO=4&transport=polling'),
    );
    const answers = await Promise.all(handshakes);
    const limited = answers.filter((one) => one.status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(30);
    expect(limited[0]?.headers.has('retry-after')).toBe(true);
  });
});

describe('sizes, which RATE_LIMITS=off leaves', () => {
  let server: ServerProcess;
  let alice: Person;
  beforeAll(async () => {
    server = await startServer();
    alice = await signUp(server.url, 'alice');
  });
  afterAll(() => server.dispose());

  test('LIM1: 8,000 code points are a text, 8,001 are not, and the answer names the limit', async () => {
    const phone = await alice.connect();
    const longest = '😀'.repeat(8_000);
    expect((await phone.must('send_message', text('direct', alice, longest))).seq).toBe(1);
    for (const wrong of [`${longest}x`, '', ' \n\t ', '\u0000']) {
      const refusal = await phone.refused('send_message', text('direct', alice, wrong));
      expect(refusal).toMatchObject({ code: 'invalid', retry: false });
      if (wrong.length > 8_000) expect(JSON.stringify(refusal)).toMatch(/8[,. ]?000/);
    }
    const padded = '  kept exactly \n as sent  ';
    const listener = await alice.connect();
    await phone.must('send_message', text('direct', alice, padded));
    expect((await listener.next('message')).content).toBe(padded);
    phone.close();
    listener.close();
  });

  test('SEC6 LIM1: an oversized packet closes its socket over websocket, and is refused over polling', async () => {
    const witness = await alice.connect();
    const raw = await openSignedInSocket(server.url, alice.token);
    raw.send(`42["sync",{"conversations":{},"padding":"${'x'.repeat(140 * 1024)}"}]`);
    await within(10_000, 'the close', raw.closed);

    const api = createApi(server.url);
    const opened = await api.send('GET', '/socket.io/?EIO=4&transport=polling');
    const sid = /"sid":"([^"]+)"/.exec(opened.text)?.[1] ?? '';
    const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    const answer = await api.send('POST', path, { body: `4${'x'.repeat(140 * 1024)}` });
    expect([400, 413]).toContain(answer.status);
    await witness.must('sync', { conversations: {} });
    witness.close();
  });

  test('LIM1: a JSON body above 256 kB is 413', async () => {
    const problem = await alice.api.refused('POST', '/groups/', {
      name: 'x',
      description: 'x'.repeat(300_000),
    });
    expect(problem).toMatchObject({ code: 'too_large', status: 413 });
    const settings = { settings: { blob: 'x'.repeat(17 * 1024) } };
    expect(['invalid', 'too_large']).toContain((await alice.api.refused('PATCH', '/me', settings)).code);
    expect((await alice.api.patch('/me', { settings: { blob: 'x' } }, Me)).settings).toEqual({ blob: 'x' });
  });

  test('LIM1: names, descriptions and lists have their limits', async () => {
    const wrong = [
      { name: '' },
      { name: 'x'.repeat(101) },
      { name: 'x', description: 'x'.repeat(501) },
      { name: 'x', members: Array.from({ length: 1_001 }, (_none, i) => `user-${String(i)}`) },
      { name: 7 },
      { name: 'x', members: 'all' },
    ];
    for (const body of wrong) {
      const problem = await alice.api.refused('POST', '/groups/', body);
      expect([body, problem.code, problem.status]).toEqual([body, 'invalid', 422]);
    }
    expect((await alice.api.post('/groups/', { name: 'x'.repeat(100) }, Group)).name).toHaveLength(100);
    const register = { username: 'ok', password: PASSWORD };
    for (const change of [{}, { username: 'a b c' }, { username: 'abc', password: 'short' }, { username: 7 }])
      expect(
        (await createApi(server.url).refused('POST', '/auth/register', { ...register, ...change })).status,
      ).toBe(422);
    const phone = await alice.connect();
    const user_ids = Array.from({ length: 501 }, (_none, i) => `user-${String(i)}`);
    expect((await phone.refused('watch_presence', { user_ids })).code).toBe('invalid');
    phone.close();
  });

  test('LIM1: the limits in `ready` and in GET /server are the same', async () => {
    const phone = await alice.connect();
    const info = await createApi(server.url).get('/server', ServerInfo);
    expect(info.limits).toEqual(phone.ready.limits);
    expect(info.limits).toMatchObject({
      packet_bytes: 128 * 1024,
      json_bytes: 256 * 1024,
      edit_window_s: 900,
    });
    phone.close();
  });

  test('SEC1: a connection that never asks for a namespace is closed after 5 s', async () => {
    const raw = await openRawSocket(server.url);
    await within(7_000, 'the close', raw.closed);
  });
});
