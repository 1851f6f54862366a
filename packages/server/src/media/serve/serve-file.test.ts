import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accept } from '@parley/protocol';
import { systemClock } from '../../clock.ts';
import { createFolderBlobs } from '../blobs/folder-blobs.ts';
import { startMediaServer, type MediaServer, type Person } from '../testing/media-server.ts';
import { createServeFile } from './serve-file.ts';

let server: MediaServer;
let ann: Person;
let text: { url: string; media_id: string };
const bytes = new Uint8Array(Buffer.from('0123456789'.repeat(10_000)));

beforeAll(async () => {
  server = await startMediaServer();
  ann = await server.person('ann');
  text = await (await ann.upload(bytes, 'Zahlen für "Äpfel" 100%.txt')).json();
});
afterAll(() => server.dispose());

/** The smallest PNG there is. */
const png = Uint8Array.fromBase64(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
);

async function send(from: Person, to: Person, media_id: string) {
  const body = JSON.stringify({ type: 'direct', to: to.id, content_type: 'file', media_id });
  const sent = await from.call('POST', '/messages', {
    body,
    headers: { 'content-type': 'application/json' },
  });
  return (await sent.json()) as { id: string; conversation: string };
}

test('SEC8: what is no picture, video or sound is for saving, sandboxed, under its name', async () => {
  const { headers } = await ann.call('GET', text.url);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/plain',
    'content-disposition': `attachment; filename="Zahlen f_r __pfel_ 100_.txt"; filename*=UTF-8''Zahlen%20f%C3%BCr%20%22%C3%84pfel%22%20100%25.txt`,
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none';/),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
  });
});

test('SEC8: a poster that comes anew after it was erased is served by its own size', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-serve-'));
  const blobs = await createFolderBlobs({ folder });
  const sha256 = 'f'.repeat(64);
  const serveFile = createServeFile({
    chat: {
      async findMedia(_caller, id) {
        const media = { id, file: `${id}.mp4`, mimeType: 'video/mp4', filename: 'a', size: 1 };
        return accept({
          media: { ...media, kind: 'video', hasThumbnail: true },
          owner: ann.id,
          sha256,
          createdAt: 0,
          claimedAt: 0,
        });
      },
    },
    blobs,
    clock: systemClock,
  });
  try {
    for (const [digit, poster] of [
      ['a', 'the first one'],
      ['b', 'another'],
    ] as const) {
      await blobs.remove(`${sha256}.thumbnail`);
      await writeFile(join(folder, 'poster'), poster);
      await blobs.put(`${sha256}.thumbnail`, join(folder, 'poster'));
      const served = await serveFile({
        caller: { userId: ann.id, sessionId: null },
        file: `${digit.repeat(32)}.thumbnail.webp`,
        request: new Request('http://localhost/'),
        isHead: true,
        isSigned: false,
      });
      expect(served.ok && served.value.headers.get('content-length')).toBe(String(poster.length));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('SEC8: the type comes from the bytes: a page is text for saving, a picture is shown', async () => {
  const page = await (await ann.upload('<!doctype html><script>alert(1)</script>', 'a.png')).json();
  const served = await ann.call('GET', page.url);
  expect(served.headers.get('content-type')).toStartWith('text/plain');
  expect(served.headers.get('content-disposition')).toStartWith('attachment');
  const picture = await (await ann.upload(png, 'a.html')).json();
  const shown = await ann.call('GET', picture.url);
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(shown.headers.get('content-disposition')).toStartWith('inline');
  expect(picture.url).toEndWith('.png');
  const thumbnail = await ann.call('GET', `/uploads/${picture.media_id}.thumbnail.webp`);
  expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual(
    picture.media_metadata.thumbnail_url === undefined
      ? [404, 'application/problem+json']
      : [200, 'image/webp'],
  );
});

test('SEC8: ranges: one is a part, several are the whole, none that is there is refused', async () => {
  const ask = async (range: string, more: Record<string, string> = {}) => {
    const response = await ann.call('GET', text.url, { headers: { range, ...more } });
    const body = await response.text();
    return [response.status, body.length, response.headers.get('content-range')];
  };
  const size = bytes.length;
  expect(await ask('bytes=0-9')).toEqual([206, 10, `bytes 0-9/${size}`]);
  expect(await ask('bytes=99990-')).toEqual([206, 10, `bytes 99990-99999/${size}`]);
  expect(await ask('bytes=-3')).toEqual([206, 3, `bytes 99997-99999/${size}`]);
  expect(await ask('bytes=99998-200000')).toEqual([206, 2, `bytes 99998-99999/${size}`]);
  expect(await ask('bytes=-200000')).toEqual([206, size, `bytes 0-99999/${size}`]);
  for (const whole of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=5-2', 'bytes=-', 'bytes=a-b'])
    expect([whole, ...(await ask(whole))]).toEqual([whole, 200, size, null]);
  for (const nothing of ['bytes=100000-', 'bytes=-0']) {
    const response = await ann.call('GET', text.url, { headers: { range: nothing } });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
  }
  const tag = (await ann.call('HEAD', text.url)).headers.get('etag') ?? '';
  expect(await ask('bytes=0-9', { 'if-range': tag })).toEqual([206, 10, `bytes 0-9/${size}`]);
  expect(await ask('bytes=0-9', { 'if-range': '"another"' })).toEqual([200, size, null]);
  expect(await ask('bytes=0-9', { 'if-range': `W/${tag}` })).toEqual([200, size, null]);
});

test('SEC8: HEAD is GET without a body, and what is known is not sent again', async () => {
  const whole = await ann.call('GET', text.url);
  const head = await ann.call('HEAD', text.url);
  const named = (response: Response) =>
    ['content-length', 'content-type', 'etag', 'accept-ranges'].map((name) => response.headers.get(name));
  expect(named(head)).toEqual(named(whole));
  expect(named(head)[0]).toBe(String(bytes.length));
  expect((await whole.bytes()).length).toBe(bytes.length);
  const part = await ann.call('HEAD', text.url, { headers: { range: 'bytes=5-9' } });
  expect([part.status, part.headers.get('content-length')]).toEqual([206, '5']);
  const tag = head.headers.get('etag') ?? '';
  for (const known of [tag, `"other", W/${tag}`, '*']) {
    const again = await ann.call('GET', text.url, { headers: { 'if-none-match': known } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
  }
});

test('MED8: a file is there for its uploader and whoever is in a conversation it was sent to, while they are', async () => {
  const [bob, eve] = [await server.person('bob'), await server.person('eve')];
  const statuses = async () =>
    Promise.all(
      [ann, bob, eve].map(async (person) => {
        const answers = await Promise.all([
          person.call('GET', text.url),
          person.call('HEAD', text.url),
          person.call('POST', `${text.url}/sign`),
        ]);
        return answers.map(({ status }) => status).join(' ');
      }),
    );
  const [all, none] = ['200 200 200', '404 404 404'];
  expect(await statuses()).toEqual([all, none, none]);
  const { id, conversation } = await send(ann, bob, text.media_id);
  expect(await statuses()).toEqual([all, all, none]);
  await ann.call('DELETE', `/messages/${id}?conversation=${conversation}&delete_for=everyone`);
  expect(await statuses()).toEqual([all, none, none]);
  expect((await fetch(server.url + text.url)).status).toBe(401);
});

test('MED8: an avatar is there for anyone signed in, as long as it is one', async () => {
  const eve = await server.person('eve');
  const picture = await (await ann.upload(png)).json();
  const update = (avatar_media_id: string | null) =>
    ann.call('PATCH', '/me', {
      body: JSON.stringify({ avatar_media_id }),
      headers: { 'content-type': 'application/json' },
    });
  expect((await eve.call('GET', picture.url)).status).toBe(404);
  const { avatar_url } = await (await update(picture.media_id)).json();
  expect((await eve.call('GET', avatar_url)).status).toBe(200);
  await update(null);
  expect((await eve.call('GET', avatar_url)).status).toBe(404);
});

test('MED8: a signed address needs no token, is for one file and one reader, and is no use to forge', async () => {
  const bob = await server.person('bob');
  const secret = await (await ann.upload('for bob')).json();
  const other = await (await ann.upload('for nobody')).json();
  const { id, conversation } = await send(ann, bob, secret.media_id);
  const signed = await (await bob.call('POST', `${secret.url}/sign`)).json();
  expect(Date.parse(signed.expires_at) - Date.now()).toBeWithin(0, 600_001);
  const open = (url: string) => fetch(server.url + url);
  const served = await open(signed.url);
  expect([served.status, await served.text()]).toEqual([200, 'for bob']);
  expect(served.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const query = new URL(signed.url, server.url).searchParams;
  const changed = (name: string, value: string) => {
    const copy = new URLSearchParams(query);
    copy.set(name, value);
    return `${secret.url}?${copy.toString()}`;
  };
  for (const forged of [
    `${other.url}?${query.toString()}`,
    changed('reader', ann.id),
    changed('expires', String(Number(query.get('expires')) + 1)),
    changed('expires', '9e99'),
    changed('signature', ''),
    changed('signature', `${query.get('signature')}A`),
    changed('signature', 'A'.repeat(43)),
  ])
    expect([forged, (await open(forged)).status]).toEqual([forged, 401]);
  await ann.call('DELETE', `/messages/${id}?conversation=${conversation}&delete_for=everyone`);
  expect((await open(signed.url)).status).toBe(404);
  expect(server.logged.join('').includes(query.get('signature') ?? '-')).toBe(false);
});

test('SEC8: names that are no file of ours are not there', async () => {
  for (const name of [
    '..%2f..%2fetc%2fpasswd',
    `${'0'.repeat(32)}.txt`,
    text.media_id,
    `${text.media_id}.a.b`,
    `${text.media_id}.thumbnail.webp`,
    `${text.media_id.toUpperCase()}.txt`,
    '%00',
  ]) {
    const { status } = await ann.call('GET', `/uploads/${name}`);
    expect([name, status]).toEqual([name, name === '%00' ? 422 : 404]);
  }
});

test('MED6: a server with nowhere to keep files says so', async () => {
  const without = await startMediaServer({}, () => undefined);
  try {
    const bob = await without.person('bob');
    const tus = { 'tus-resumable': '1.0.0', 'upload-length': '5' };
    for (const response of [
      await bob.upload('hello'),
      await bob.call('POST', '/files/', { headers: tus }),
      await bob.call('GET', text.url),
    ]) {
      expect(response.status).toBe(503);
      const problem = await response.json();
      expect([problem.code, problem.detail]).toEqual([
        'unavailable',
        'This server has nowhere to keep files right now.',
      ]);
    }
  } finally {
    await without.dispose();
  }
});
