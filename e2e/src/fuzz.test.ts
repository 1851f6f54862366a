import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import fc from 'fast-check';
import { createApi, readProblem } from './api.ts';
import { readAck } from './client.ts';
import { within } from './deadline.ts';
import { hostileJson, nearlyGood } from './hostile.ts';
import { directBetween, makeGroup, type Person, signUp, text } from './person.ts';
import { openSignedInSocket, type RawSocket } from './raw-socket.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { acks, type ClientEvent } from './wire-events.ts';

setDefaultTimeout(120_000);
const RUNS = Number(process.env['PARLEY_FUZZ_RUNS'] ?? 400);
let server: ServerProcess;
let alice: Person;
let bob: Person;
let known: unknown[];
let goodPayloads: Record<ClientEvent, Record<string, unknown>>;
let goodBodies: Record<string, Record<string, unknown>>;
beforeAll(async () => {
  server = await startServer();
  await signUp(server.url, 'admin'); // the first account; the fuzz must not be an admin
  [alice, bob] = [await signUp(server.url, 'alice'), await signUp(server.url, 'bob')];
  const group = await makeGroup(alice, 'fuzz', [bob]);
  const phone = await alice.connect();
  const sent = await phone.must('send_message', text('direct', bob, 'hi'));
  phone.close();
  const conversation = sent.conversation;
  const mark = { message_id: sent.id, conversation, seq: 1 };
  goodPayloads = {
    join_group: { group_id: group.id },
    leave_group: { group_id: group.id },
    send_message: { type: 'direct', to: bob.id, content: 'hello', content_type: 'text', reply_to: sent.id },
    mark_read: mark,
    mark_delivered: mark,
    edit_message: { message_id: sent.id, conversation, content: 'edited' },
    delete_message: { message_id: sent.id, conversation, delete_for: 'me' },
    react: { message_id: sent.id, conversation, emoji: '👍', on: true },
    typing: { type: 'group', to: group.id, is_typing: true },
    watch_presence: { user_ids: [bob.id] },
    set_presence: { status: 'away' },
    sync: { account: 0, conversations: { [group.id]: 0, [conversation]: 1 } },
  };
  goodBodies = {
    'POST /groups/': { name: 'fuzzed', members: [bob.id], description: 'about' },
    'POST /messages': goodPayloads.send_message,
    'PATCH /me': { display_name: 'Alice', settings: { a: 1 } },
    'PATCH /conversations/{}': { muted_until: null, archived: false, marked_unread: true },
    'PATCH /groups/{}': { name: 'renamed', description: 'x', discoverable: true },
    'PATCH /groups/{}/members/{}': { role: 'admin' },
    'POST /groups/{}/remove': { user_id: bob.id },
    'POST /auth/login': { username: 'nobody', password: 'wrong password', cookie: false },
    'POST /me/password': { current: 'wrong password', new: 'another password' },
  };
  known = [alice.id, bob.id, group.id, sent.id, directBetween(alice, bob), [bob.id], { [group.id]: 0 }];
});
afterAll(() => server.dispose());

let ackId = 0;
/** Emits JSON text as it stands and gives the ack. */
async function emitText(raw: RawSocket, event: string, payload: string): Promise<unknown> {
  ackId += 1;
  raw.send(`42${String(ackId)}[${JSON.stringify(event)},${payload}]`);
  const head = `43${String(ackId)}[`;
  const dead = raw.closed.then((code) => {
    throw new Error(`the socket was closed with ${String(code)}`);
  });
  dead.catch(() => undefined);
  const frame = await Promise.race([raw.next((one) => one.startsWith(head), `the ack of ${event}`), dead]);
  const list: unknown = JSON.parse(frame.slice(head.length - 1));
  return Array.isArray(list) ? list[0] : undefined;
}

function expectCatalogued(event: ClientEvent, answer: unknown): void {
  const ack = readAck(event, answer); // throws when it breaks the contract
  if (ack.ok) return;
  expect(ack.error.code).not.toBe('internal');
  expect(ack.error.code).not.toBe('rate_limited');
  if (ack.error.code === 'invalid') expect(ack.error.issues?.length ?? 0).toBeGreaterThan(0);
}

test('SEC2: every event with arbitrary JSON answers from the catalogue and leaves the connection usable', async () => {
  const names = Object.keys(acks) as ClientEvent[]; // keys of a literal
  const call = fc.constantFrom(...names).chain((name) => {
    const payload = fc.oneof(hostileJson(known), nearlyGood(goodPayloads[name], known));
    return fc.tuple(fc.constant(name), payload);
  });
  let raw = await openSignedInSocket(server.url, alice.token);
  const property = fc.asyncProperty(call, async ([name, payload]) => {
    if (ackId % 500 < 2) {
      raw.close(); // a fresh socket now and then, as a client would
      raw = await openSignedInSocket(server.url, alice.token);
    }
    expectCatalogued(name, await emitText(raw, name, payload));
    const usable = await emitText(raw, 'sync', '{"conversations": {}}');
    expect(usable).toMatchObject({ ok: true });
  });
  await fc.assert(property, {
    numRuns: RUNS,
    interruptAfterTimeLimit: 40_000,
    markInterruptAsFailure: false,
  });
  raw.close();
});

test('SEC2: unknown events, more or fewer arguments and odd acks are refused or ignored, never fatal', async () => {
  const raw = await openSignedInSocket(server.url, alice.token);
  const odd = ['nonsense', '__proto__', 'constructor', 'toString', 'ready', ''];
  for (const event of odd) {
    const ack = await emitText(raw, event, '{}');
    expect(ack).toMatchObject({ ok: false, error: { code: 'not_found', retry: false } });
  }
  raw.send('42["send_message"]');
  raw.send('42["send_message",1,2,3,4]');
  raw.send('4299["sync",{"conversations":{}},{"conversations":{}},"more"]');
  raw.send('43123456["an ack nobody waits for"]');
  expect(await emitText(raw, 'sync', '{"conversations": {}}')).toMatchObject({ ok: true });
  raw.close();
});

interface Route {
  readonly method: string;
  readonly path: string;
}
const ROUTES: readonly Route[] = [
  'POST /auth/register, POST /auth/login, GET /auth/sessions, DELETE /auth/sessions/{}, GET /me, PATCH /me',
  'POST /me/password, GET /users?query={}&limit={}, GET /users?ids={}, GET /users/{}, GET /me/blocks',
  'PUT /me/blocks/{}, DELETE /me/blocks/{}, PUT /users/{}/disabled, DELETE /users/{}/disabled, GET /server',
  'GET /conversations?cursor={}&limit={}, GET /conversations/{}, PATCH /conversations/{}',
  'GET /messages/{}/{}?message_type={}&before={}&limit={}, GET /messages/{}/{}?around={}',
  'GET /messages/{}/{}?after={}, GET /messages/{}?conversation={}, POST /messages',
  'DELETE /messages/{}?conversation={}&delete_for={}, GET /conversations/{}/changes?after={}&limit={}',
  'GET /me/changes?after={}&limit={}, POST /groups/, GET /groups/{}?cursor={}, GET /groups/search/{}',
  'POST /group/{}/{}, POST /groups/{}/remove, POST /groups/{}/join, PATCH /groups/{}, DELETE /groups/{}',
  'GET /groups/{}/members?cursor={}, PATCH /groups/{}/members/{}, GET /groups/{}/activity?cursor={}',
  'POST /upload/, POST /files/, PATCH /files/{}, GET /files/{}, DELETE /files/{}, GET /uploads/{}',
  'GET /uploads/{}?reader={}&expires={}&signature={}, POST /uploads/{}/sign, PUT /uploads/{}/poster',
  'GET /healthz, GET /health/db, GET /openapi.json, GET /{}, POST /{}, DELETE /{}/{}, PUT /upload/',
]
  .flatMap((line) => line.split(', '))
  .map((line) => {
    const [method = '', path = ''] = line.split(' ');
    return { method, path };
  });

const hole = (): fc.Arbitrary<string> => {
  const ids = known.filter((one) => typeof one === 'string');
  const odd = [
    '0',
    '-1',
    '1e9',
    '../..',
    '..%2f..',
    '__proto__',
    'constructor',
    '%00',
    '%ff',
    '%',
    '💥',
    'a'.repeat(3_000),
  ];
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ids) },
    { weight: 2, arbitrary: fc.constantFrom(...odd) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }).map(encodeURIComponent) },
  );
};

function fill(path: string, holes: readonly string[]): string {
  let at = 0;
  return path.replaceAll('{}', () => holes[at++ % holes.length] ?? '');
}

test('SEC2 LIM1: every route with arbitrary paths, queries and JSON answers from the catalogue', async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(...ROUTES).chain((route) => {
      const good = goodBodies[`${route.method} ${route.path}`] ?? {};
      const body = fc.oneof(hostileJson(known), nearlyGood(good, known));
      return fc.tuple(fc.constant(route), body);
    }),
    fc.array(hole(), { minLength: 4, maxLength: 4 }),
    async ([{ method, path }, json], holes) => {
      const api = json.length % 4 === 0 ? createApi(server.url) : alice.api; // now and then nobody
      const body = ['GET', 'HEAD'].includes(method) ? undefined : json;
      const filled = fill(path, holes);
      const answer = await api.send(method, filled, {
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      });
      expect([answer.status < 500, filled, answer.text]).toEqual([true, filled, answer.text]);
      if (answer.status >= 400) readProblem(answer, `${method} ${filled}`);
    },
  );
  await fc.assert(property, {
    numRuns: RUNS * 4,
    interruptAfterTimeLimit: 40_000,
    markInterruptAsFailure: false,
  });
  expect((await alice.api.send('GET', '/me')).status).toBe(200);
});

/** A form with something wrong in it, perhaps. */
function brokenForm(): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const part = (head: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\nhello\r\n`;
  const names = fc.oneof(
    fc.constantFrom(
      'name="file"; filename="a"',
      'name="voice"',
      'name="poster"; filename="p"',
      'name=file',
      '',
    ),
    fc.string({ unit: 'binary', maxLength: 300 }),
  );
  const bytes = fc.array(names, { maxLength: 6 }).map((heads) => `${heads.map(part).join('')}--b--\r\n`);
  return fc
    .tuple(bytes, fc.nat(400), fc.nat(40), fc.string({ unit: 'binary', maxLength: 40 }))
    .map(([form, at, cut, put]) => new TextEncoder().encode(form.slice(0, at) + put + form.slice(at + cut)));
}

test('SEC2 MED6 MED7: arbitrary forms and arbitrary headers of tus answer from the catalogue', async () => {
  const form = fc.asyncProperty(brokenForm(), async (body) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const answer = await alice.api.send('POST', '/upload/', { body, headers });
    if (answer.status !== 201) expect(readProblem(answer, 'POST /upload/').code).not.toBe('internal');
  });
  const numbers = fc.constantFrom('0', '1', '5', '-1', '1e3', '99999999999999999999', ' ', 'x', '0x5');
  const metadata = fc.oneof(
    fc.constantFrom('filename YQ==', 'voice dHJ1ZQ==', ','),
    fc.string({ unit: 'grapheme-ascii' }),
  );
  const tus = fc.asyncProperty(numbers, numbers, metadata, async (length, offset, described) => {
    const headers = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };
    const made = await alice.api.send('POST', '/files/', {
      headers: {
        ...headers,
        'upload-length': length,
        'upload-metadata': described.replaceAll(/[^ -~]/g, ''),
      },
    });
    if (made.status !== 201) readProblem(made, 'POST /files/');
    const path = made.headers.get('location') ?? '/files/nothing';
    const more = { headers: { ...headers, 'upload-offset': offset }, body: 'hello' };
    const added = await alice.api.send('PATCH', path, more);
    if (added.status >= 300) expect(readProblem(added, `PATCH ${path}`).code).not.toBe('internal');
    await alice.api.send('DELETE', path, { headers });
  });
  const limits = { numRuns: RUNS / 4, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false };
  await fc.assert(form, limits);
  await fc.assert(tus, limits);
  expect((await alice.api.send('GET', '/me')).status).toBe(200);
});

test('SEC2: bodies that are no JSON, or too deep, or of another type, are 400, 415 or 422, never 500', async () => {
  const asJson = { 'content-type': 'application/json' };
  const post = async (body: BodyInit, headers: Record<string, string>): Promise<number> => {
    const answer = await alice.api.send('POST', '/groups/', { body, headers });
    readProblem(answer, 'POST /groups/');
    return answer.status;
  };
  expect(await post('{"name": ', asJson)).toBe(400);
  expect(await post('', asJson)).toBe(400);
  expect(await post(new Uint8Array([0xff, 0xfe, 0x00]), asJson)).toBe(400);
  expect(await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
  expect(await post('{"name": "x"}', { 'content-type': 'text/plain' })).toBe(415);
  expect(await post('{"name": "x\\u0000"}', asJson)).toBe(422);
  expect(await post('{"name": "\\ud800"}', asJson)).toBe(422);
  expect(await post('{"name": "x", "__proto__": {}}', asJson)).toBe(422);
  expect(await post(`{"name": "x", "extra": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`, asJson)).toBe(422);
  expect((await alice.api.refused('DELETE', '/server')).status).toBe(405);
});

test('SEC6 F24: malformed frames close their own socket, and nobody else notices', async () => {
  const witness = await bob.connect();
  const bad: (string | Uint8Array<ArrayBuffer>)[] = [
    new Uint8Array([1, 2, 3]),
    '451-["binary",{"_placeholder":true,"num":0}]',
    '42{"not":"a list"}',
    '42[',
    '42["newListener",{}]', // reserved by the protocol itself
    '42["disconnecting"]',
    '9',
    'x',
    '4',
    '49',
    '40{"token":"again"}',
    '41',

    '2'.repeat(50_000),
  ];
  for (const frame of bad) {
    const raw = await openSignedInSocket(server.url, alice.token);
    raw.send(frame);
    await within(10_000, `the close after ${String(frame).slice(0, 40)}`, raw.closed);
  }
  await witness.must('sync', { conversations: {} });
  expect(server.run().output()).not.toMatch(/"level":(60|"fatal")/);
  witness.close();
});
