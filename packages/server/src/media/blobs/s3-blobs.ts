import { stat } from 'node:fs/promises';
import { createOrderGate } from '@parley/core';
import { codeOf } from './blob-files.ts';
import { BlobError, isBlobKey, requireBlobKey, type BlobStore, type ByteRange } from './blob-store.ts';
import { blobErrorOf, S3Failure, startErrorOf } from './s3-failure.ts';
import { watchBody } from './watch-body.ts';
import { codeIn, createS3Calls, failureOf, type S3Calls, type S3CallsOptions } from './s3-calls.ts';

export interface S3BlobsOptions extends S3CallsOptions {
  /** The service is away at the start: media wait for it, nothing else does. */
  readonly warn: (what: string) => void;
}

/** Sorts behind every blob, and is none. */
const probeKey = 'parley-check';
const probe = new TextEncoder().encode('Parley checks that it can write here.\n');
/** A start does not wait longer to learn whether the settings are right. */
const START_MS = 10_000;
/** S3 gives no longer pages. */
const PAGE = 1_000;

/**
 * Blobs as objects of a bucket that is Parley's alone. Settings that cannot be right are refused here; a service that is
 * away is not waited for. @throws BlobStartError
 */
export async function openS3Blobs(options: S3BlobsOptions): Promise<BlobStore> {
  const calls = createS3Calls(options);
  try {
    await inTime(options.clock, tryAll(calls));
  } catch (error) {
    if (!(error instanceof S3Failure)) throw error;
    const startError = startErrorOf(error);
    if (startError !== undefined) throw startError;
    options.warn(
      `S3_URL: ${blobErrorOf(error).message} Until it can, uploads and downloads are refused, and nothing else is.`,
    );
  }
  return createS3Blobs(calls);
}

/** What goes on after that is nobody's concern: the next one who asks hears how it is. */
async function inTime(clock: S3BlobsOptions['clock'], work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const cancel = clock.after(START_MS, () => {
    late.reject(new S3Failure('timeout'));
  });
  try {
    await Promise.race([work, late.promise]);
  } finally {
    cancel();
  }
}

/** Everything that is ever asked of the service, each with a right of its own. */
async function tryAll(calls: S3Calls): Promise<void> {
  await check(calls);
  await find(calls, probeKey, undefined);
  await calls.list('', 1);
  await remove(calls, probeKey);
}

function createS3Blobs(calls: S3Calls): BlobStore {
  const puts = createOrderGate();

  async function putOnce(key: string, file: string): Promise<void> {
    const size = await sizeOfFile(file);
    if ((await sizeOf(calls, key)) !== undefined) return;
    const answer = await calls.send({ method: 'PUT', key, body: { file, size } });
    await answer.body?.cancel();
  }

  return {
    place: 's3',
    put: async (key, file) => puts.pass(requireBlobKey(key), () => inBlobWords(() => putOnce(key, file))),
    size: async (key) => inBlobWords(() => sizeOf(calls, requireBlobKey(key))),
    read: async (key, range) => inBlobWords(() => readBlob(calls, requireBlobKey(key), range)),
    remove: async (key) => puts.pass(requireBlobKey(key), () => inBlobWords(() => remove(calls, key))),
    list: (after, limit) => inBlobWords(() => listKeys(calls, after, limit)),
    check: () => inBlobWords(() => check(calls)),
  };
}

async function check(calls: S3Calls): Promise<void> {
  const answer = await calls.send({ method: 'PUT', key: probeKey, body: probe });
  await answer.body?.cancel();
}

/** A HEAD would do, but has no body to say whether the object is missing, or the bucket. */
async function sizeOf(calls: S3Calls, key: string): Promise<number | undefined> {
  const answer = await find(calls, key, { start: 0, end: 1 });
  if (answer === undefined) return undefined;
  await answer.body?.cancel();
  if (answer.status === 416) return 0;
  const total = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1];
  if (total === undefined) throw new S3Failure('NoContentRange', answer.status);
  return Number(total);
}

async function readBlob(calls: S3Calls, key: string, range: ByteRange | undefined) {
  if (range !== undefined && range.end <= range.start)
    return (await sizeOf(calls, key)) === undefined ? undefined : new Blob([]);
  const answer = await find(calls, key, range);
  if (answer === undefined) return undefined;
  if (answer.status !== 416 && answer.body !== null) return streamInBlobWords(answer.body);
  await answer.body?.cancel();
  return new Blob([]);
}

/** The object, or a range of it (416: it ends before that); `undefined`: there is none. */
async function find(
  calls: S3Calls,
  key: string,
  range: ByteRange | undefined,
): Promise<Response | undefined> {
  if (range === undefined) return unlessMissing(await calls.send({ method: 'GET', key }, 404));
  const header = `bytes=${range.start}-${range.end - 1}`;
  const answer = await calls.send({ method: 'GET', key, range: header }, 404, 416);
  if (answer.status !== 200) return unlessMissing(answer);
  await answer.body?.cancel();
  throw new S3Failure('RangeIgnored', answer.status);
}

async function unlessMissing(answer: Response): Promise<Response | undefined> {
  if (answer.status !== 404) return answer;
  const code = await codeIn(answer);
  if (code === 'NoSuchKey') return undefined;
  throw new S3Failure(code, answer.status);
}

async function remove(calls: S3Calls, key: string): Promise<void> {
  const answer = await unlessMissing(await calls.send({ method: 'DELETE', key }, 404));
  await answer?.body?.cancel();
}

async function listKeys(calls: S3Calls, after: string, limit: number): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let from = after; keys.length < limit;) {
    const page = await calls.list(from, Math.min(limit, PAGE));
    keys.push(...page.keys.filter(isBlobKey));
    from = page.keys.at(-1) ?? from;
    if (page.isLast || page.keys.length === 0) break;
  }
  return keys.slice(0, limit);
}

async function sizeOfFile(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw new BlobError('unavailable', `The file to keep cannot be read (${codeOf(error)}).`);
  }
}

async function inBlobWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof S3Failure ? blobErrorOf(error) : error;
  }
}

/** The same for what breaks off on its way: the network's own error has the signed address in it. SEC4 */
function streamInBlobWords(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return watchBody(body, { failAs: (error) => blobErrorOf(failureOf(error)) }).body;
}
