import { S3Client } from 'bun';
import type { Clock } from '@parley/core';
import type { Random } from '../../random.ts';
import { codeOf } from './blob-files.ts';
import { S3Failure, isPassing } from './s3-failure.ts';
import { streamFile } from './stream-file.ts';

/** A bucket, and who may use it. */
export interface S3Settings {
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface S3CallsOptions {
  readonly settings: S3Settings;
  readonly clock: Pick<Clock, 'after'>;
  readonly random: Pick<Random, 'fraction'>;
}

/** A file of this machine, or a few bytes. */
export type S3Body = { readonly file: string; readonly size: number } | Uint8Array<ArrayBuffer>;

export interface S3Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key: string;
  /** as HTTP has it */
  readonly range?: string;
  readonly body?: S3Body;
}

/** What is asked of the bucket: again when that may help, and never without an end. Everything may throw an S3Failure. */
export interface S3Calls {
  /** Resolves to an answer with one of these codes or with 2xx; its body is to be read or cancelled. */
  send(call: S3Call, ...accepted: readonly number[]): Promise<Response>;
  list(after: string, limit: number): Promise<{ readonly keys: readonly string[]; readonly isLast: boolean }>;
}

const ATTEMPTS = 3;
/** Full jitter below this, twice as much the second time. */
const PAUSE_MS = 400;
/** Without an answer, or without a byte taken of a file. */
const SILENCE_MS = 20_000;
/** A signature must outlast the way to the service, not the transfer. */
const SIGNATURE_S = 900;
const ERROR_BYTES = 64 * 1024;

/**
 * Bun's client signs and lists; the transfers are plain `fetch`, which can be ended: the client's own upload cannot,
 * and turns one that is broken off into an object of half the size. A file goes in one request, streamed: it is there
 * whole or not at all, and nothing of it stays in memory or, broken off, in the bucket.
 */
export function createS3Calls({ settings, clock, random }: S3CallsOptions): S3Calls {
  const { url: endpoint, accessKey: accessKeyId, secretKey: secretAccessKey, ...place } = settings;
  const client = new S3Client({ ...place, endpoint, accessKeyId, secretAccessKey, sessionToken: '' });

  async function again<Value>(attempt: () => Promise<Value>): Promise<Value> {
    for (let failures = 1; ; failures += 1)
      try {
        return await attempt();
      } catch (error) {
        const failure = failureOf(error);
        if (failures >= ATTEMPTS || !isPassing(failure)) throw failure;
        const pauseMs = random.fraction() * PAUSE_MS * 2 ** (failures - 1);
        await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
      }
  }

  /** Runs it with a signal that fires after a silence; `onProgress` starts that anew. */
  async function untilSilent<Value>(
    work: (signal: AbortSignal, onProgress: () => void) => Promise<Value>,
  ): Promise<Value> {
    const silence = new AbortController();
    const late = Promise.withResolvers<never>();
    let cancel: () => void = () => undefined;
    const onProgress = () => {
      cancel();
      cancel = clock.after(SILENCE_MS, () => {
        late.reject(new S3Failure('timeout'));
        silence.abort();
      });
    };
    onProgress();
    try {
      // Also what does not listen to the signal is not waited for.
      return await Promise.race([work(silence.signal, onProgress), late.promise]);
    } finally {
      cancel();
    }
  }

  async function sendOnce(call: S3Call, accepted: readonly number[]): Promise<Response> {
    const { method, key, range, body } = call;
    const url = client.presign(key, { method, expiresIn: SIGNATURE_S });
    const isFile = body !== undefined && 'file' in body;
    const headers = {
      ...(range && { Range: range }),
      ...(isFile && { 'Content-Length': String(body.size) }),
    };
    return untilSilent(async (signal, onProgress) => {
      const streamed = isFile ? await streamFile(body.file, onProgress) : undefined;
      const sent = isFile ? streamed?.stream : body;
      try {
        const init = { method, headers, signal, redirect: 'manual' } as const;
        const answer = await fetch(url, sent === undefined ? init : { ...init, body: sent });
        if (answer.ok || accepted.includes(answer.status)) return answer;
        throw new S3Failure(await codeIn(answer), answer.status);
      } finally {
        await streamed?.close();
      }
    });
  }

  return {
    send: (call, ...accepted) => again(() => sendOnce(call, accepted)),
    list: (after, limit) =>
      again(() =>
        untilSilent(async () => {
          const page = await client.list({ maxKeys: limit, ...(after !== '' && { startAfter: after }) });
          return { keys: (page.contents ?? []).map(({ key }) => key), isLast: page.isTruncated !== true };
        }),
      ),
  };
}

/** The service's own code, from as much of the answer as one may have to read for it. */
export async function codeIn(answer: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > ERROR_BYTES) break;
  }
  return /<Code>([A-Za-z0-9_.]{1,64})<\/Code>/.exec(text)?.[1] ?? '';
}

/** Bun's client gives its own errors a code too, and no status; this one says that it understood nothing. */
const clientCodes: Readonly<Record<string, { code: string; status?: number }>> = {
  UnknownError: { code: '' },
  AccessDenied: { code: 'AccessDenied', status: 403 },
};

/** Whatever was thrown, without what must not be told. SEC4 */
export function failureOf(error: unknown): S3Failure {
  if (error instanceof S3Failure) return error;
  const own = codeOf(error);
  const { code, status } = clientCodes[own] ?? { code: own };
  return new S3Failure(code, status);
}
