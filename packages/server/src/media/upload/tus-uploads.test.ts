import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { BlobError } from '../blobs/blob-store.ts';
import { eventually } from '../testing/eventually.ts';
import { startMediaServer, type MediaServer, type Person } from '../testing/media-server.ts';
import { createTusClient, openPatch } from '../testing/tus-client.ts';

let server: MediaServer;
let ann: Person;
let tus: ReturnType<typeof createTusClient>;
beforeAll(async () => {
  server = await startMediaServer({ MAX_UPLOAD_MB: '2', ALLOWED_ORIGINS: 'https://app.example.org' });
  ann = await server.person('ann');
  tus = createTusClient(ann);
});
afterAll(() => server.dispose());

const inProgress = () => readdir(join(server.dataDir, 'uploads'));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (length: number) => new Uint8Array(Buffer.alloc(length, 'every byte counts '));

test('MED7: an upload in pieces becomes media with its last byte, under the id it had from the beginning', async () => {
  const bytes = bytesOf(500_000);
  const path = await tus.create(bytes.length);
  expect(path).toMatch(/^\/files\/[0-9a-f]{32}$/);
  const first = await tus.patch(path, 0, bytes.slice(0, 200_000));
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '200000']);
  expect(Date.parse(first.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now());
  expect((await ann.call('GET', path)).status).toBe(409);
  expect(await tus.offset(path)).toBe(200_000);
  const last = await tus.patch(path, 200_000, bytes.slice(200_000));
  expect([last.status, last.headers.get('upload-offset')]).toEqual([200, '500000']);
  const answer = await last.json();
  expect(answer).toMatchObject({
    media_id: path.slice('/files/'.length),
    filename: 'notes.txt',
    size: bytes.length,
    sha256: sha256(bytes),
  });
  expect(await (await ann.call('GET', answer.url)).bytes()).toEqual(bytes);
  expect(await inProgress()).toEqual([]);
});

test('MED7: finishing twice answers twice the same, and what was finished can be asked for', async () => {
  const bytes = bytesOf(1000);
  const path = await tus.create(bytes.length);
  const answer = await (await tus.patch(path, 0, bytes)).json();
  const again = await tus.patch(path, bytes.length, '');
  expect([again.status, await again.json()]).toEqual([200, answer]);
  expect(await (await ann.call('GET', path)).json()).toEqual(answer);
  expect(await tus.offset(path)).toBe(bytes.length);
  expect((await tus.patch(path, 0, bytes)).status).toBe(409);
});

test('MED7: creation with the first bytes, and with all of them', async () => {
  const bytes = bytesOf(1000);
  const headers = { 'upload-length': '1000', 'content-type': 'application/offset+octet-stream' };
  const half = await tus.call('POST', '/files', { headers, body: bytes.slice(0, 500) });
  expect([half.status, half.headers.get('upload-offset')]).toEqual([201, '500']);
  expect(await tus.offset(half.headers.get('location') ?? '')).toBe(500);
  const whole = await tus.call('POST', '/files', { headers, body: bytes });
  expect(whole.status).toBe(201);
  expect(await whole.json()).toMatchObject({ size: 1000, sha256: sha256(bytes), filename: 'file' });
});

test('MED7: a creation whose first bytes are refused leaves nothing behind', async () => {
  const others = await inProgress();
  const headers = { 'upload-length': '5', 'content-type': 'application/offset+octet-stream' };
  expect((await tus.call('POST', '/files', { headers, body: 'too long' })).status).toBe(413);
  expect(await inProgress()).toEqual(others);
});

test('MED7: a creation whose connection breaks before it is answered leaves nothing behind', async () => {
  const others = await inProgress();
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    [
      'POST /files/ HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${ann.token}`,
      'Tus-Resumable: 1.0.0',
      'Content-Type: application/offset+octet-stream',
      'Upload-Length: 1000',
      'Content-Length: 1000',
      '\r\nthe first bytes',
    ].join('\r\n'),
  );
  await eventually(async () => (await inProgress()).length === others.length + 2);
  socket.destroy();
  await eventually(async () => (await inProgress()).length === others.length);
});

test('MED7: a creation whose bytes cannot be kept now says where it goes on', async () => {
  let isAway = true;
  const faulty = await startMediaServer({}, (blobs) => ({
    ...blobs,
    put: (key, file) =>
      isAway ? Promise.reject(new BlobError('unavailable', 'away')) : blobs.put(key, file),
  }));
  try {
    const bob = createTusClient(await faulty.person('bob'));
    const headers = { 'upload-length': '5', 'content-type': 'application/offset+octet-stream' };
    const made = await bob.call('POST', '/files', { headers, body: 'hello' });
    expect(made.status).toBe(201);
    isAway = false;
    expect(await bob.offset(made.headers.get('location') ?? '')).toBe(5);
  } finally {
    await faulty.dispose();
  }
});

test('MED7: a connection lost at any place loses nothing that arrived', async () => {
  const bytes = bytesOf(300_000);
  const path = await tus.create(bytes.length);
  for (let offset = 0; offset < bytes.length;) {
    const cut = Math.min(offset + 65_536, bytes.length);
    const patch = await openPatch(server, ann, { path, offset, length: bytes.length - offset });
    patch.write(bytes.subarray(offset, cut));
    if (cut === bytes.length) {
      await eventually(async () => (await ann.call('GET', path)).status === 200);
      patch.destroy();
      break;
    }
    patch.destroy();
    // What is asked comes behind what arrived before.
    offset = await tus.offset(path);
    expect(offset).toBeLessThanOrEqual(cut);
  }
  expect(await (await ann.call('GET', path)).json()).toMatchObject({ sha256: sha256(bytes) });
});

test('MED7: the later of two writers goes on, the earlier is told so, and the result is right', async () => {
  const bytes = bytesOf(900_000);
  const path = await tus.create(bytes.length);
  const stuck = await openPatch(server, ann, { path, offset: 0, length: bytes.length });
  stuck.write(bytes.subarray(0, 700_000));
  await eventually(async () => (await readBytes(path)) > 0);
  const offset = await tus.offset(path);
  expect(offset).toBeWithin(1, 700_001);
  expect(await stuck.answer).toStartWith('HTTP/1.1 409');
  const rest = await tus.patch(path, offset, bytes.slice(offset));
  expect(await rest.json()).toMatchObject({ sha256: sha256(bytes), size: bytes.length });
});

/** Bytes that the server has on its disk by now. */
async function readBytes(path: string): Promise<number> {
  return (await stat(join(server.dataDir, 'uploads', `${path.slice('/files/'.length)}.tus`))).size;
}

test('MED7: writers that all begin at once leave one right result', async () => {
  const bytes = bytesOf(200_000);
  const path = await tus.create(bytes.length);
  const answers = await Promise.all(Array.from({ length: 5 }, () => tus.patch(path, 0, bytes)));
  for (const { status } of answers) expect([200, 204, 409]).toContain(status);
  const offset = await tus.offset(path);
  if (offset < bytes.length) await tus.patch(path, offset, bytes.slice(offset));
  expect(await (await ann.call('GET', path)).json()).toMatchObject({ sha256: sha256(bytes) });
});

test('MED7: unfinished uploads survive a restart, also one that lacks only its record', async () => {
  const bytes = bytesOf(1000);
  const others = await inProgress();
  const half = await tus.create(bytes.length);
  await tus.patch(half, 0, bytes.slice(0, 400));
  const whole = await tus.create(bytes.length);
  await writeFile(join(server.dataDir, 'uploads', `${whole.slice('/files/'.length)}.tus`), bytes);
  await writeFile(join(server.dataDir, 'uploads', 'left-by-a-crash.file.part'), 'x');
  await server.restart();
  expect((await inProgress()).length).toBe(others.length + 4);
  expect(await tus.offset(half)).toBe(400);
  expect(await (await ann.call('GET', whole)).json()).toMatchObject({ sha256: sha256(bytes) });
  expect((await tus.patch(half, 400, bytes.slice(400))).status).toBe(200);
  expect((await inProgress()).toSorted()).toEqual(others.toSorted());
});

test('MED7: what is not one’s own is not there, and nobody disturbs it', async () => {
  const bob = createTusClient(await server.person('bob'));
  const path = await tus.create(1000);
  const sending = await openPatch(server, ann, { path, offset: 0, length: 1000 });
  sending.write(bytesOf(999));
  for (const [method, init] of [
    ['HEAD', {}],
    ['GET', {}],
    ['DELETE', {}],
    [
      'PATCH',
      { body: 'x', headers: { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' } },
    ],
  ] as const)
    expect([method, (await bob.call(method, path, init)).status]).toEqual([method, 404]);
  sending.write(bytesOf(1000).subarray(999));
  await eventually(async () => (await ann.call('GET', path)).status === 200);
  sending.destroy();
  expect((await bob.call('GET', path)).status).toBe(404);
});

test('MED7: an upload can be given up, and what it became too while nothing uses it', async () => {
  const path = await tus.create(1000);
  await tus.patch(path, 0, bytesOf(10));
  expect((await tus.call('DELETE', path)).status).toBe(204);
  expect((await tus.call('HEAD', path)).status).toBe(404);
  const done = await tus.create(10);
  const { url } = await (await tus.patch(done, 0, bytesOf(10))).json();
  expect((await tus.call('DELETE', done)).status).toBe(204);
  expect((await ann.call('GET', url)).status).toBe(404);
  const sent = await tus.create(10);
  const { media_id } = await (await tus.patch(sent, 0, bytesOf(10))).json();
  const body = JSON.stringify({ type: 'direct', to: ann.id, content_type: 'file', media_id });
  await ann.call('POST', '/messages', { body, headers: { 'content-type': 'application/json' } });
  expect((await tus.call('DELETE', sent)).status).toBe(409);
});

test('MED7: what is malformed, too large or too much is refused', async () => {
  const create = (headers: Record<string, string>) => tus.call('POST', '/files', { headers });
  const cases: [Response, number, string][] = [
    [await create({}), 422, 'invalid'],
    [await create({ 'upload-length': '0' }), 422, 'invalid'],
    [await create({ 'upload-length': '-1' }), 422, 'invalid'],
    [await create({ 'upload-length': '3000000' }), 413, 'too_large'],
    [await create({ 'upload-length': '5', 'upload-metadata': 'filename not*base64' }), 422, 'invalid'],
    [await create({ 'upload-length': '5', 'upload-metadata': 'voice bWF5YmU=' }), 422, 'invalid'],
    [
      await create({ 'upload-length': '5', 'upload-metadata': 'voice dHJ1ZQ==,voice dHJ1ZQ==' }),
      422,
      'invalid',
    ],
    [await create({ 'upload-length': '5', 'upload-concat': 'partial' }), 422, 'invalid'],
    [await create({ 'upload-length': '5', 'tus-resumable': '0.2.2' }), 412, 'invalid'],
    [await tus.call('PATCH', `/files/${'0'.repeat(32)}`, { body: 'x' }), 422, 'invalid'],
    [await tus.call('HEAD', '/files/nothing'), 422, 'invalid'],
  ];
  const path = await tus.create(5);
  cases.push(
    [await tus.patch(path, 3, 'x'), 409, 'conflict'],
    [await tus.patch(path, 0, 'too long'), 413, 'too_large'],
    [
      await tus.call('PATCH', path, { body: 'x', headers: { 'upload-offset': '0' } }),
      415,
      'unsupported_type',
    ],
  );
  for (const [response, status, code] of cases) {
    expect([response.url, response.status]).toEqual([response.url, status]);
    expect(response.headers.get('tus-resumable')).toBe('1.0.0');
    const text = await response.text();
    if (text !== '') expect(JSON.parse(text).code).toBe(code);
  }
  const streamed = await tus.patch(path, 0, new Response('too long').body!);
  expect(streamed.status).toBe(413);
  expect(await tus.offset(path)).toBe(0);
  expect((await tus.patch(path, 0, 'right')).status).toBe(200);
});

test('LIM1: only so many uploads of one person are unfinished', async () => {
  const eve = createTusClient(await server.person('eve'));
  for (let n = 0; n < 20; n += 1) await eve.create(10);
  expect(eve.create(10)).rejects.toThrow('rate_limited');
  const max = createTusClient(await server.person('max'));
  const atOnce = await Promise.allSettled(Array.from({ length: 40 }, () => max.create(10)));
  expect(atOnce.filter(({ status }) => status === 'fulfilled').length).toBe(20);
});

test('SEC4: OPTIONS says what there is, and pages of allowed origins may ask for all of it', async () => {
  const options = await fetch(`${server.url}/files/`, { method: 'OPTIONS' });
  expect([options.status, Object.fromEntries(options.headers)]).toMatchObject([
    204,
    {
      'tus-resumable': '1.0.0',
      'tus-version': '1.0.0',
      'tus-extension': 'creation,creation-with-upload,termination,expiration',
      'tus-max-size': String(2 * 1024 * 1024),
    },
  ]);
  const preflight = await fetch(`${server.url}/files/${'0'.repeat(32)}`, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example.org', 'access-control-request-method': 'PATCH' },
  });
  const { headers } = preflight;
  expect(headers.get('access-control-allow-origin')).toBe('https://app.example.org');
  expect(headers.get('access-control-allow-methods')).toContain('PATCH');
  for (const name of ['Tus-Resumable', 'Upload-Offset', 'Upload-Length', 'Upload-Metadata'])
    expect(headers.get('access-control-allow-headers')).toContain(name);
  for (const name of ['Location', 'Upload-Offset', 'Upload-Expires'])
    expect(headers.get('access-control-expose-headers')).toContain(name);
});
