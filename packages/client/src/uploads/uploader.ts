import { createDeadline, refusalOf } from '../http/http.ts';
import type { Clock } from '../ports/clock.ts';
import { refused, unreachable } from '../refusals.ts';
import type { Result } from '../wire.ts';
import { readUploaded, type FileLook, type UploadedMedia } from './attachment.ts';

export interface UploaderOptions {
  /** Where the server is, without a slash at the end. */
  readonly url: string;
  readonly token: () => string | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
}

export interface UploadTask {
  readonly file: Blob;
  readonly look: Pick<FileLook, 'filename' | 'voice' | 'waveform'>;
  /** address of an upload that was begun; without one, or where the server knows it no longer, a new one begins */
  readonly at: string | undefined;
  readonly onBegun: (at: string) => void;
  /** bytes that have arrived */
  readonly onProgress: (bytes: number) => void;
  /** Ends it; what it then answers counts for nothing. */
  readonly signal: AbortSignal;
}

export interface Uploader {
  /** Brings a file to the server. A refusal with `retry` says that trying again, from `at`, can help. */
  upload(task: UploadTask): Promise<Result<UploadedMedia>>;
  /** Gives a video the picture that stands for it; answers what it is then. */
  setPoster(mediaId: string, poster: Blob): Promise<UploadedMedia | undefined>;
  /** Tells the server that nobody wants it any more; it also finds out by itself, later. */
  drop(at: string): Promise<void>;
}

/**
 * A part is as large as goes through in about half a second: what a lost connection takes along is small, what it costs
 * to ask again is too, and progress shows.
 */
const partMs = 500;
const leastPart = 128 * 1024;
const mostPart = 8 * 1024 * 1024;
/** A part that takes longer went nowhere. With the last one the server looks at the whole file. */
const deadlineMs = 120_000;

interface AskOptions {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Blob;
  readonly signal?: AbortSignal;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** Resumable uploads by tus 1.0 over `fetch`, in parts. WEB8 */
export function createUploader({ url, token, fetch, clock }: UploaderOptions): Uploader {
  async function ask(to: string, { headers, signal, ...init }: AskOptions): Promise<Answered | undefined> {
    const signed = token();
    const deadline = createDeadline(clock, deadlineMs, signal);
    const read = async (): Promise<Answered> => {
      const response = await fetch(to, {
        ...init,
        headers: { ...(signed === undefined ? {} : { authorization: `Bearer ${signed}` }), ...headers },
        credentials: 'include',
        signal: deadline.signal,
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, json: parse(text) };
    };
    return deadline.race(read()).catch(() => undefined);
  }

  const tus = { 'tus-resumable': '1.0.0' };

  async function create({ file, look, signal }: UploadTask): Promise<Result<string>> {
    const metadata = {
      filename: look.filename,
      ...(look.voice === true ? { voice: 'true' } : {}),
      ...(look.waveform === undefined ? {} : { waveform: JSON.stringify(look.waveform) }),
    };
    const answer = await ask(`${url}/files/`, {
      method: 'POST',
      headers: { ...tus, 'upload-length': String(file.size), 'upload-metadata': encodeMetadata(metadata) },
      signal,
    });
    const location = answer?.headers.get('location');
    if (answer?.status !== 201 || location === null || location === undefined) return refuseAnswer(answer);
    // Only its path: a server behind a proxy may not know by which name it is called.
    return { ok: true, value: new URL(url).origin + new URL(location, `${url}/`).pathname };
  }

  /** How much has arrived of an upload that was begun; undefined: the server does not know it. */
  async function findOffset(at: string, signal: AbortSignal): Promise<Result<number | undefined>> {
    const answer = await ask(at, { method: 'HEAD', headers: tus, signal });
    if (answer?.status === 404 || answer?.status === 410) return { ok: true, value: undefined };
    const offset = offsetOf(answer);
    return offset === undefined ? refuseAnswer(answer) : { ok: true, value: offset };
  }

  /** Sends what is left, part by part. */
  async function sendFrom(begun: number, at: string, task: UploadTask): Promise<Result<UploadedMedia>> {
    const { file, signal, onProgress } = task;
    let offset = begun;
    let part = 2 * leastPart;
    while (offset < file.size) {
      onProgress(offset);
      const startedMs = clock.monotonicMs();
      const answer = await ask(at, {
        method: 'PATCH',
        headers: {
          ...tus,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: file.slice(offset, offset + part),
        signal,
      });
      const media = answer?.status === 200 ? readUploaded(answer.json) : undefined;
      if (media !== undefined) return { ok: true, value: media };
      const next = answer !== undefined && answer.status < 300 ? offsetOf(answer) : undefined;
      if (next === undefined || next <= offset) return refuseAnswer(answer);
      offset = next;
      const pace = partMs / Math.max(1, clock.monotonicMs() - startedMs);
      part = Math.min(mostPart, Math.max(leastPart, Math.round(part * Math.min(2, pace))));
    }
    onProgress(offset);
    // All of it is there: the answer that said so was lost.
    const answer = await ask(at, { method: 'GET', signal });
    const media = answer?.status === 200 ? readUploaded(answer.json) : undefined;
    return media === undefined ? refuseAnswer(answer) : { ok: true, value: media };
  }

  async function begin(task: UploadTask): Promise<Result<UploadedMedia>> {
    const created = await create(task);
    if (!created.ok) return created;
    if (!task.signal.aborted) task.onBegun(created.value);
    return sendFrom(0, created.value, task);
  }

  return {
    async upload(task) {
      if (task.at === undefined) return begin(task);
      const found = await findOffset(task.at, task.signal);
      if (!found.ok) return found;
      return found.value === undefined ? begin(task) : sendFrom(found.value, task.at, task);
    },
    async setPoster(mediaId, poster) {
      const answer = await ask(`${url}/uploads/${encodeURIComponent(mediaId)}/poster`, {
        method: 'PUT',
        headers: { 'content-type': poster.type },
        body: poster,
      });
      return answer?.status === 200 ? readUploaded(answer.json) : undefined;
    },
    async drop(at) {
      await ask(at, { method: 'DELETE', headers: tus });
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy in between may answer something else
  }
}

function offsetOf(answer: Answered | undefined): number | undefined {
  const text = answer !== undefined && answer.status < 300 ? answer.headers.get('upload-offset') : null;
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** 409 and 423 are tus's own: the server holds another offset, or is still at work on the last part. */
function refuseAnswer(answer: Answered | undefined): Result<never> {
  if (answer === undefined || answer.status < 300 || answer.status === 409 || answer.status === 423)
    return refused(unreachable('The upload was interrupted.'));
  return refused(refusalOf(answer.json, answer.status));
}

function encodeMetadata(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}`)
    .join(',');
}
