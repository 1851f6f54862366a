import { afterEach, describe, expect, test } from 'bun:test';
import { inspect } from 'node:util';
import { createFakeClock } from '@parley/core/testing';
import { systemClock } from '../../clock.ts';
import { listen } from '../../transport/listen.ts';
import { BlobError } from './blob-store.ts';
import { openS3Blobs } from './s3-blobs.ts';
import type { S3Settings } from './s3-calls.ts';
import { newKey } from './testing/blob-store-contract.ts';
import { createTemporaryFiles } from './testing/temporary-files.ts';
import { testS3 } from './testing/test-s3.ts';

const temporary = createTemporaryFiles();
/** No pause between attempts. */
const random = { fraction: () => 0 };
const bytes = new Uint8Array(3_000_000).fill(7);
const secrets = { accessKey: 'hunter2', secretKey: 'sesame' };

/** As far as it is needed to keep one object at a time. */
type Answer = (request: Request) => Response | Promise<Response>;

const servers: ReturnType<typeof listen>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(true);
});

const wrong = (code: string, status: number) =>
  new Response(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>sesame</Message></Error>`, {
    status,
  });

/** A service that answers as a test says, and as one that holds nothing otherwise. */
async function startService(clock = systemClock) {
  const given: Answer[] = [];
  const asked: { method: string; size: number }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const answer = given.shift();
    if (answer !== undefined && answer !== readFirst) return answer(request);
    asked.push({ method: request.method, size: (await request.bytes()).length });
    const next = answer === readFirst ? given.shift() : undefined;
    if (next !== undefined) return next(request);
    if (new URL(request.url).searchParams.has('list-type')) return new Response('<ListBucketResult/>');
    return request.method === 'GET' ? wrong('NoSuchKey', 404) : new Response(null, { status: 200 });
  };
  const server = listen({
    hostname: '127.0.0.1',
    port: 0,
    fetch,
    onError: () => undefined,
    idleTimeoutSeconds: 0,
    requestBodyBytes: 2 * bytes.length,
    websocket: { message: () => undefined },
  });
  servers.push(server);
  const settings: S3Settings = { url: server.url.href, bucket: 'media', region: 'us-east-1', ...secrets };
  const warnings: string[] = [];
  const open = () => openS3Blobs({ settings, clock, random, warn: (what) => void warnings.push(what) });
  return { open, asked, warnings, answer: (...answers: Answer[]) => void given.push(...answers) };
}

/** Takes the request as a service does that fails afterwards. */
const readFirst: Answer = () => new Response();
const notThere: Answer = () => wrong('NoSuchKey', 404);
const hang = () => new Promise<Response>(() => undefined);

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('S3 that fails', () => {
  test('MED4: what may pass is tried again, with the whole file', async () => {
    const { open, answer, asked } = await startService();
    const blobs = await open();
    asked.length = 0;
    const busy: Answer = () => wrong('SlowDown', 503);
    answer(notThere, readFirst, busy, readFirst, () => new Response('away', { status: 502 }));
    await blobs.put(newKey(), await temporary.file(bytes));
    expect(asked).toEqual(new Array(3).fill({ method: 'PUT', size: bytes.length }));
  });

  test('MED4: it is not tried for ever', async () => {
    const { open, answer, asked } = await startService();
    const blobs = await open();
    asked.length = 0;
    for (let times = 0; times < 3; times += 1) answer(readFirst, () => wrong('InternalError', 500));
    expect(await failureOf(blobs.size(newKey()))).toMatchObject({
      kind: 'unavailable',
      message: 'The S3 service for media cannot be used (InternalError).',
    });
    expect(asked).toHaveLength(3);
  });

  test('MED4: what will not pass is not tried again', async () => {
    const { open, answer } = await startService();
    const blobs = await open();
    answer(() => wrong('AccessDenied', 403));
    expect(await failureOf(blobs.size(newKey()))).toMatchObject({ kind: 'unavailable' });
    expect(await blobs.size(newKey())).toBeUndefined();
  });

  test('MED4: a bucket that is gone is not a blob that is not there', async () => {
    const { open, answer } = await startService();
    const blobs = await open();
    answer(() => wrong('NoSuchBucket', 404));
    expect(await failureOf(blobs.size(newKey()))).toBeInstanceOf(BlobError);
    answer(() => new Response('<h1>no such page</h1>', { status: 404 }));
    expect(await failureOf(blobs.read(newKey()))).toBeInstanceOf(BlobError);
  });

  test('MED4: a service that ignores ranges is refused, not served from', async () => {
    const { open, answer } = await startService();
    const blobs = await open();
    answer(() => new Response('all of it'));
    expect(await failureOf(blobs.read(newKey(), { start: 2, end: 4 }))).toMatchObject({
      message: 'The S3 service for media cannot be used (RangeIgnored).',
    });
  });

  test.each(['QuotaExceeded', 'XMinioStorageFull'])('MED4: %p is no space left', async (code) => {
    const { open, answer } = await startService();
    const blobs = await open();
    answer(notThere, () => wrong(code, 403));
    const putting = blobs.put(newKey(), await temporary.file(bytes));
    expect(await failureOf(putting)).toMatchObject({ kind: 'full' });
  });

  test('MED4: a service that falls silent is not waited for', async () => {
    const clock = createFakeClock();
    const { open, answer } = await startService(clock);
    const blobs = await open();
    for (const ask of [
      () => blobs.size(newKey()),
      () => blobs.list('', 10),
      async () => blobs.put(newKey(), await temporary.file(bytes)),
    ]) {
      answer(hang, hang, hang);
      const failing = failureOf(ask());
      const over = new AbortController();
      void failing.then(() => {
        over.abort();
      });
      while (!over.signal.aborted) {
        clock.advance(1_000);
        await new Promise<void>((resolve) => {
          systemClock.soon(resolve);
        });
      }
      expect(await failing).toMatchObject({
        kind: 'unavailable',
        message: 'The S3 service for media cannot be used (timeout).',
      });
    }
  });

  test('SEC4: no failure names a key, a secret or a signed address', async () => {
    const { open, answer } = await startService();
    const blobs = await open();
    const seen: unknown[] = [];
    answer(() => wrong('SignatureDoesNotMatch', 403));
    seen.push(await failureOf(blobs.size(newKey())));
    await servers[0]?.stop(true);
    seen.push(await failureOf(blobs.size(newKey())), await failureOf(blobs.list('', 1)));
    expect(seen.every((error) => error instanceof BlobError)).toBe(true);
    expect(inspect(seen) + JSON.stringify(seen)).not.toMatch(/hunter2|sesame|X-Amz|127\.0\.0\.1/);
  });
});

describe('a blob of S3 that breaks off', () => {
  test('SEC4 MED4: it fails, and says nothing of where it came from', async () => {
    const { open, answer } = await startService();
    const blobs = await open();
    const pieces = [bytes.subarray(0, 500_000), undefined];
    const breaking = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = pieces.shift();
        if (piece !== undefined) controller.enqueue(piece);
        else controller.error(new Error('broken'));
      },
    });
    answer(() => new Response(breaking));
    const read = await blobs.read(newKey());
    const error = await failureOf(new Response(read).bytes());
    expect(error).toBeInstanceOf(BlobError);
    expect(inspect(error)).not.toMatch(/hunter2|sesame|X-Amz|127\.0\.0\.1/);
  });
});

describe('S3 at the start', () => {
  test.each([
    ['InvalidAccessKeyId', 403, 'S3_ACCESS_KEY: the S3 service does not know this key.'],
    ['SignatureDoesNotMatch', 403, 'S3_SECRET_KEY is not the secret of S3_ACCESS_KEY.'],
    ['NoSuchBucket', 404, 'S3_BUCKET: there is no such bucket; make it first.'],
    ['PermanentRedirect', 301, 'S3_REGION is not the region of this bucket.'],
    [
      'AccessDenied',
      403,
      'S3_ACCESS_KEY: this key may not read, write, list and delete in S3_BUCKET (AccessDenied).',
    ],
    [
      'RequestTimeTooSkewed',
      403,
      'S3_URL: the clock of this machine is not that of the S3 service; let it follow a time server.',
    ],
    ['InvalidRequest', 400, 'S3_URL: the S3 service refuses what Parley needs (InvalidRequest).'],
  ])('OPS1: %p is one sentence that names the setting', async (code, status, sentence) => {
    const { open, answer } = await startService();
    answer(() => wrong(code, status));
    expect(await failureOf(open())).toMatchObject({ name: 'BlobStartError', message: sentence });
  });

  test('OPS1: a right that is missing is found, whichever it is', async () => {
    for (let before = 0; before < 4; before += 1) {
      const { open, answer } = await startService();
      for (let times = 0; times < before; times += 1)
        answer(readFirst, () => new Response('<ListBucketResult/>'));
      answer(() => wrong('AccessDenied', 403));
      expect(await failureOf(open())).toMatchObject({ name: 'BlobStartError' });
    }
  });

  test('OPS1: what is no S3 service is told apart', async () => {
    const { open, answer } = await startService();
    answer(() => new Response('<h1>welcome</h1>', { status: 405 }));
    expect(await failureOf(open())).toMatchObject({
      message: 'S3_URL: what answers there is no S3 service (HTTP 405).',
    });
  });

  test('OPS1: a server that speaks no TLS is told apart', async () => {
    const { open } = await startService();
    const url = servers[0]!.url.href.replace('http:', 'https:');
    const settings = { url, bucket: 'media', region: 'us-east-1', ...secrets };
    const opening = openS3Blobs({ settings, clock: systemClock, random, warn: () => undefined });
    expect(await failureOf(opening)).toMatchObject({
      message: expect.stringMatching(/^S3_URL: no secure connection/),
    });
    await open();
  });

  test('OPS1: a service that is away stops nothing, is said once, and is used when it is back', async () => {
    const { open, answer, warnings } = await startService();
    for (let times = 0; times < 3; times += 1) answer(() => new Response('away', { status: 503 }));
    const blobs = await open();
    expect(warnings).toEqual([
      'S3_URL: The S3 service for media cannot be used (HTTP 503). Until it can, uploads and downloads are refused, and nothing else is.',
    ]);
    await blobs.check();
  });

  test('OPS1: a service that does not answer holds up no start', async () => {
    const clock = createFakeClock();
    const { open, answer, warnings } = await startService(clock);
    const asked = Promise.withResolvers<undefined>();
    answer(() => {
      asked.resolve(undefined);
      return hang();
    });
    const opening = open();
    await asked.promise;
    clock.advance(10_000);
    await opening;
    expect(warnings).toEqual([expect.stringContaining('(timeout)')]);
  });

  if (testS3 === undefined) test.skip('wrong settings of a real S3: set TEST_S3_URL', () => undefined);
  else {
    const right = testS3;
    test.each<[string, Partial<S3Settings>]>([
      ['S3_ACCESS_KEY', { accessKey: 'hunter2' }],
      ['S3_SECRET_KEY', { secretKey: 'sesame' }],
      ['S3_BUCKET', { bucket: 'nobodys-bucket' }],
      ['S3_REGION', { region: 'eu-west-9' }],
    ])('OPS1: a real service with another %s is one sentence that names it', async (name, change) => {
      const settings = { ...right, ...change };
      const error = await failureOf(
        openS3Blobs({ settings, clock: systemClock, random, warn: () => undefined }),
      );
      expect(error).toMatchObject({
        name: 'BlobStartError',
        message: expect.stringMatching(new RegExp(`^${name}`)),
      });
      expect(inspect(error)).not.toMatch(/hunter2|sesame/);
    });
  }
});
