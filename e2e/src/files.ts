import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from './api.ts';
import type { Person } from './person.ts';

/** What an upload has become. */
export const Uploaded = z.object({
  media_id: z.string().regex(/^[0-9a-f]{32}$/),
  url: z.string().startsWith('/uploads/'),
  content_type: z.enum(['image', 'video', 'audio', 'file']),
  filename: z.string(),
  size: z.int(),
  sha256: z.string(),
  media_metadata: z.looseObject({ mime_type: z.string(), filename: z.string(), size: z.int() }),
});
export type Uploaded = z.output<typeof Uploaded>;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes that are the same nowhere else in their file, nor in another seed's. */
export function bytesOf(length: number, seed = 0): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let at = 0; at < words.length; at += 1) words[at] = Math.imul(at + 1, 2654435761) ^ seed;
  return new Uint8Array(words.buffer, 0, length);
}

/** `POST /upload/`, whatever comes of it. */
export function postFile(
  person: Person,
  bytes: Uint8Array<ArrayBuffer>,
  filename = 'file.bin',
): Promise<Answer> {
  const body = new FormData();
  body.set('file', new Blob([bytes]), filename);
  return person.api.send('POST', '/upload/', { body });
}

export async function upload(
  person: Person,
  bytes: Uint8Array<ArrayBuffer>,
  filename?: string,
): Promise<Uploaded> {
  const answer = await postFile(person, bytes, filename);
  if (answer.status !== 201) throw new Error(`upload: ${String(answer.status)} ${answer.text}`);
  return Uploaded.parse(answer.json);
}

/** tus 1.0, one request at a time. */
export const tus = {
  call(person: Person, line: `${string} ${string}`, init: RequestInit = {}): Promise<Answer> {
    const [method = '', path = ''] = line.split(' ');
    const headers = new Headers(init.headers);
    headers.set('tus-resumable', '1.0.0');
    return person.api.send(method, path, { ...init, headers });
  },
  /** Answers the address. */
  async create(person: Person, length: number): Promise<string> {
    const headers = { 'upload-length': String(length), 'upload-metadata': 'filename ZmlsZS5iaW4=' };
    const made = await tus.call(person, 'POST /files/', { headers });
    const location = made.headers.get('location');
    if (made.status !== 201 || location === null) throw new Error(`create: ${made.text}`);
    return location;
  },
  patch(
    person: Person,
    path: string,
    { offset, body }: { readonly offset: number; readonly body: BodyInit },
  ): Promise<Answer> {
    return tus.call(person, `PATCH ${path}`, {
      headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body,
    });
  },
  async offset(person: Person, path: string): Promise<number> {
    const head = await tus.call(person, `HEAD ${path}`);
    const offset = head.headers.get('upload-offset');
    if (head.status !== 200 || offset === null) throw new Error(`HEAD: ${String(head.status)}`);
    return Number(offset);
  },
};
