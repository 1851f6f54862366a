/* The reference client of tus in a process of ours, as hosts and other apps use it: what it needs is there. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload, type UploadOptions } from 'tus-js-client';
import { bytesOf, sha256, Uploaded } from './files.ts';
import { signUp, type Person } from './person.ts';
import { startServer, type ServerProcess } from './server-process.ts';

setDefaultTimeout(60_000);
let server: ServerProcess;
let ann: Person;
beforeAll(async () => {
  server = await startServer({ MAX_UPLOAD_MB: '8' });
  ann = await signUp(server.url, 'ann');
});
afterAll(() => server.dispose());

const CHUNK_BYTES = 256 * 1024;
const inProgress = () => readdir(join(server.dataDir, 'uploads'));

interface Sending {
  readonly upload: Upload;
  /** What the upload became. */
  readonly ended: Promise<Uploaded>;
}

function send(bytes: Uint8Array, options: UploadOptions = {}): Sending {
  const { promise: ended, resolve, reject } = Promise.withResolvers<Uploaded>();
  const upload = new Upload(Buffer.from(bytes), {
    endpoint: `${server.url}/files/`,
    headers: { authorization: `Bearer ${ann.token}` },
    metadata: { filename: 'plan für alle.bin', filetype: 'application/octet-stream' },
    chunkSize: CHUNK_BYTES,
    retryDelays: Array.from({ length: 50 }, () => 100),
    onError: reject,
    onSuccess({ lastResponse }) {
      resolve(Uploaded.parse(JSON.parse(lastResponse.getBody())));
    },
    ...options,
  });
  return { upload, ended };
}

test.each([
  ['in chunks', {}],
  ['in one piece', { chunkSize: Infinity }],
  ['with bytes in its creation', { uploadDataDuringCreation: true }],
])('MED7: tus-js-client sends a file %s', async (_, options) => {
  const bytes = bytesOf(1_000_000, 1);
  const { upload, ended } = send(bytes, options);
  upload.start();
  const answer = await ended;
  expect(answer).toMatchObject({ size: bytes.length, sha256: sha256(bytes), filename: 'plan für alle.bin' });
  const { status } = await ann.api.send('GET', answer.url);
  expect(status).toBe(200);
});

test('MED7: tus-js-client is stopped, and another one goes on where it came to', async () => {
  const bytes = bytesOf(1_000_000, 2);
  const stopped = Promise.withResolvers<string | null>();
  const { upload } = send(bytes, {
    onChunkComplete(_, accepted) {
      if (accepted < 2 * CHUNK_BYTES) return;
      void upload.abort();
      stopped.resolve(upload.url);
    },
  });
  upload.start();
  const uploadUrl = await stopped.promise;
  const sent: number[] = [];
  const again = send(bytes, { uploadUrl, onProgress: (bytesSent) => sent.push(bytesSent) });
  again.upload.start();
  expect((await again.ended).sha256).toBe(sha256(bytes));
  expect(again.upload.url).toBe(uploadUrl);
  expect(Math.min(...sent)).toBeGreaterThanOrEqual(2 * CHUNK_BYTES);
});

test('F1 F23 MED7: the server dies under tus-js-client, which ends its upload by itself', async () => {
  const bytes = bytesOf(2_000_000, 3);
  let died: Promise<void> | undefined;
  const { upload, ended } = send(bytes, {
    onChunkComplete() {
      died ??= server.kill().then(() => server.restart());
    },
  });
  upload.start();
  expect((await ended).sha256).toBe(sha256(bytes));
  expect(died).toBeDefined();
  await died;
});

test('MED7: tus-js-client takes an upload back, and begins anew where one is gone', async () => {
  const bytes = bytesOf(1_000_000, 4);
  const begun = Promise.withResolvers<undefined>();
  const { upload } = send(bytes, {
    onChunkComplete() {
      begun.resolve(undefined);
    },
  });
  upload.start();
  await begun.promise;
  await upload.abort(true);
  expect(await inProgress()).toEqual([]);
  const again = send(bytes, { uploadUrl: upload.url });
  again.upload.start();
  expect((await again.ended).sha256).toBe(sha256(bytes));
  expect(again.upload.url).not.toBe(upload.url);
});

test('MED6 SEC8: tus-js-client is told why: too large, not signed in', async () => {
  const tooLarge = send(bytesOf(8_000_001 + 2 ** 20), { retryDelays: null });
  tooLarge.upload.start();
  const stranger = send(bytesOf(1000), { headers: {}, retryDelays: null });
  stranger.upload.start();
  const reasons = await Promise.all([tooLarge, stranger].map(({ ended }) => ended.catch(String)));
  expect(reasons[0]).toContain('too_large');
  expect(reasons[1]).toContain('unauthenticated');
});
