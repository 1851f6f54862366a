import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createFakeClock, createMemoryStorage } from '@parley/core/testing';
import { sizes } from '@parley/protocol';
import { eventually } from '../testing/eventually.ts';
import { startMediaServer, type MediaServer, type Person } from '../testing/media-server.ts';
import { createReceiveForm } from './receive-form.ts';
import { openUploadFolder } from './upload-folder.ts';
import { createUploadRoom } from './upload-room.ts';

let server: MediaServer;
let ann: Person;
beforeAll(async () => {
  server = await startMediaServer({ MAX_UPLOAD_MB: '3', UPLOAD_QUOTA_MB: '5' });
  ann = await server.person('ann');
});
afterAll(() => server.dispose());

const megabyte = 1024 * 1024;
const inProgress = () => readdir(join(server.dataDir, 'uploads'));

/** The parts of a form, written by hand. */
function form(...parts: readonly (readonly [disposition: string, content: string])[]) {
  const boundary = 'a-boundary';
  const text = parts.map(
    ([disposition, content]) =>
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`,
  );
  return {
    body: `${text.join('')}--${boundary}--\r\n`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

async function refused(response: Response) {
  const { code, detail, issues } = (await response.json()) as Record<string, unknown>;
  return { status: response.status, code, detail, issues };
}

/** A request written by hand, of which the rest never comes. */
async function sendPart(head: string, body: string): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(`${head}\r\n\r\n${body}`);
  return socket;
}

test('MED6: a file is taken whole, and its bytes are what was sent', async () => {
  const bytes = Buffer.alloc(700_000, 'Parley ');
  const response = await ann.upload(new Uint8Array(bytes), 'Ünïcode.txt');
  expect(response.status).toBe(201);
  const answer = await response.json();
  expect(answer).toMatchObject({
    media_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    url: `/uploads/${answer.media_id}.txt`,
    content_type: 'file',
    filename: 'Ünïcode.txt',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    media_metadata: { mime_type: 'text/plain', filename: 'Ünïcode.txt', size: bytes.length },
  });
  const served = await ann.call('GET', answer.url);
  expect(Buffer.compare(Buffer.from(await served.arrayBuffer()), bytes)).toBe(0);
  expect(await inProgress()).toEqual([]);
});

test('MED10: a form that never comes to its end is refused, and leaves nothing', async () => {
  const clock = createFakeClock();
  const { media } = createMemoryStorage();
  const dataDir = join(server.dataDir, 'slow');
  const folder = await openUploadFolder(dataDir);
  const limits = { maxUploadBytes: 4_000, quotaBytes: 0, minFreeBytes: 0 };
  const receiveForm = createReceiveForm({
    room: createUploadRoom({ media, limits, folder: folder.path, freeBytes: async () => 1e9 }),
    folder,
    keepUpload: {
      keep: () => Promise.reject(new Error('nothing arrives')),
      addPoster: () => Promise.reject(new Error('nothing arrives')),
    },
    clock,
    newMediaId: () => '0'.repeat(32),
  });
  const { body, headers } = form(['name="file"; filename="a"', 'half of']);
  const stalled = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(body.slice(0, body.indexOf('half of') + 4)));
    },
  });
  const request = new Request('http://localhost/', { method: 'POST', body: stalled, headers });
  const receiving = receiveForm(ann.id, request);
  await eventually(async () => (await readdir(folder.path)).length === 1);
  clock.advance(sizes.receivingMs + 60_000);
  expect(await receiving).toMatchObject({ ok: false, status: 408, error: { code: 'invalid' } });
  expect([await readdir(folder.path), clock.pending()]).toEqual([[], 0]);
});

test('MED6: names are for people only: no folders, no control characters, at most 255', async () => {
  for (const [given, kept] of [
    ['../../etc/passwd', 'passwd'],
    ['C:\\\\windows\\\\a.txt', 'a.txt'],
    ['..', 'file'],
    [`${'x'.repeat(300)}.txt`, `${'x'.repeat(251)}.txt`],
  ] as const) {
    const response = await ann.call('POST', '/upload', {
      ...form([`name="file"; filename="${given}"`, 'text']),
    });
    expect([given, (await response.json()).filename]).toEqual([given, kept]);
  }
});

test('MED6: an empty file, a missing one, two, and what is no form are refused by name', async () => {
  const file = ['name="file"; filename="a.txt"', 'text'] as const;
  const cases = [
    [form(['name="file"; filename="a.txt"', '']), 422, 'invalid', 'file'],
    [form(['name="other"; filename="a.txt"', 'text']), 422, 'invalid', 'file'],
    [form(), 422, 'invalid', 'file'],
    [form(file, file), 422, 'invalid', 'file'],
    [form(file, ['name="voice"', 'perhaps']), 422, 'invalid', 'voice'],
    [form(file, ['name="voice"', 'true'], ['name="voice"', 'true']), 422, 'invalid', 'voice'],
    [form(file, ['name="waveform"', '[1,2,101]']), 422, 'invalid', 'waveform'],
    [form(file, ['name="waveform"', `[${'1,'.repeat(500)}1]`]), 422, 'invalid', 'waveform'],
    [form(file, ...Array.from({ length: 9 }, (_, n) => [`name="f${n}"`, 'x'] as const)), 422, 'invalid', ''],
    [{ body: '{}', headers: { 'content-type': 'application/json' } }, 415, 'unsupported_type', undefined],
    [{ body: 'x', headers: { 'content-type': 'multipart/form-data' } }, 415, 'unsupported_type', undefined],
    [{ ...form(file), body: form(file).body.slice(0, -20) }, 400, 'invalid', undefined],
  ] as const;
  for (const [init, status, code, path] of cases) {
    const answer = await refused(await ann.call('POST', '/upload/', init));
    expect(answer).toMatchObject({ status, code });
    if (path !== undefined) expect(answer.issues).toMatchObject([{ path }]);
  }
  expect(await inProgress()).toEqual([]);
});

test('MED6: a file over the limit is refused before it is read, or while it comes, and nothing stays', async () => {
  const tooMuch = new Uint8Array(3 * megabyte + 200_000);
  expect(await refused(await ann.upload(tooMuch))).toMatchObject({
    status: 413,
    code: 'too_large',
    detail: 'A file may have at most 3 MB.',
  });
  const { headers, body } = form(['name="file"; filename="a.bin"', 'x'.repeat(tooMuch.length)]);
  // Without a length, as a stream: only the counting can tell.
  const streamed = new Response(body).body;
  const response = await ann.call('POST', '/upload/', { headers, body: streamed });
  expect(await refused(response)).toMatchObject({ status: 413, code: 'too_large' });
  expect(await inProgress()).toEqual([]);
});

test('MED6: a form is bounded as a whole, whatever it is made of', async () => {
  const { headers, body } = form(['name="unknown"', 'x'.repeat(6 * megabyte)]);
  for (const endless of [body, 'no boundary anywhere '.repeat(300_000)]) {
    const response = await ann.call('POST', '/upload/', { headers, body: new Response(endless).body });
    expect(await refused(response)).toMatchObject({ status: 413, code: 'too_large' });
  }
  expect(await inProgress()).toEqual([]);
});

test('MED6: a person’s files together have a limit, whose sentence says what is left', async () => {
  const bob = await server.person('bob');
  expect((await bob.upload(new Uint8Array(2 * megabyte).fill(1))).status).toBe(201);
  expect((await bob.upload(new Uint8Array(2.5 * megabyte).fill(2))).status).toBe(201);
  const refusal = await refused(await bob.upload(new Uint8Array(megabyte)));
  expect(refusal).toMatchObject({ status: 413, code: 'too_large' });
  expect(refusal.detail).toContain('5 MB together; 0.5 MB of that are left');
  expect((await bob.upload('small')).status).toBe(201);
});

test('MED6: a client that leaves half-way leaves nothing behind', async () => {
  const { body, headers } = form(['name="file"; filename="a.bin"', 'x'.repeat(400_000)]);
  const head = [
    'POST /upload/ HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${ann.token}`,
    `Content-Type: ${headers['content-type']}`,
    'Content-Length: 1000000',
  ].join('\r\n');
  const socket = await sendPart(head, body.slice(0, 300_000));
  await eventually(async () => (await inProgress()).length === 1);
  socket.destroy();
  await eventually(async () => (await inProgress()).length === 0);
});

test('LIM1: only so many uploads of one person are under way at a time', async () => {
  const eve = await server.person('eve');
  const head = `POST /upload/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${eve.token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000`;
  const begun = `--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nmore`;
  const open: Socket[] = [];
  for (let n = 0; n < 6; n += 1) open.push(await sendPart(head, begun));
  await eventually(async () => (await inProgress()).length === 6);
  const refusal = await eve.upload('one more');
  expect(refusal.headers.get('retry-after')).toBe('1');
  expect(await refused(refusal)).toMatchObject({ status: 429, code: 'rate_limited' });
  expect((await ann.upload('of somebody else')).status).toBe(201);
  for (const socket of open) socket.destroy();
  await eventually(async () => (await inProgress()).length === 0);
  // A place is given back a moment after its file has gone.
  await eventually(async () => (await eve.upload('now')).status === 201);
});

test('MED6: a form that ends before its end is answered, and gives its place back', async () => {
  const max = await server.person('max');
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  // More than may be under way at a time.
  for (let n = 0; n < 7; n += 1) {
    const response = await max.call('POST', '/upload/', { headers, body: '--b--\r\n--b\r\n' });
    expect(await refused(response)).toMatchObject({ status: 422, issues: [{ path: 'file' }] });
  }
});

test('MED6: nothing of what is sent is logged, and no path', () => {
  const text = server.logged.join('');
  for (const secret of [ann.token, server.dataDir, 'Ünïcode']) expect(text.includes(secret)).toBe(false);
});
