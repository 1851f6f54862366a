import { connect, type Socket } from 'node:net';
import type { MediaServer, Person } from './media-server.ts';

const version = { 'tus-resumable': '1.0.0' };

/** tus as its clients speak it, one request at a time. */
export function createTusClient(person: Person) {
  const call = (
    method: string,
    path: string,
    init: { body?: BodyInit; headers?: Record<string, string> } = {},
  ) => person.call(method, path, { ...init, headers: { ...version, ...init.headers } });

  return {
    call,
    /** Answers the address. */
    async create(length: number, metadata = 'filename bm90ZXMudHh0'): Promise<string> {
      const made = await call('POST', '/files/', {
        headers: { 'upload-length': String(length), 'upload-metadata': metadata },
      });
      if (made.status !== 201) throw new Error(await made.text());
      return made.headers.get('location') ?? '';
    },
    patch: (path: string, offset: number, body: BodyInit) =>
      call('PATCH', path, {
        headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body,
      }),
    async offset(path: string): Promise<number> {
      const head = await call('HEAD', path);
      return head.ok
        ? Number(head.headers.get('upload-offset'))
        : Promise.reject(new Error(String(head.status)));
    },
  };
}

/** A PATCH whose body is under the test's control: written so far, and neither ended nor broken off. */
export async function openPatch(
  server: MediaServer,
  person: Person,
  { path, offset, length }: { path: string; offset: number; length: number },
): Promise<Socket & { answer: Promise<string> }> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const answer = Promise.withResolvers<string>();
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    answer.resolve(text);
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    [
      `PATCH ${path} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${person.token}`,
      'Tus-Resumable: 1.0.0',
      'Content-Type: application/offset+octet-stream',
      `Upload-Offset: ${offset}`,
      `Content-Length: ${length}`,
      '\r\n',
    ].join('\r\n'),
  );
  return Object.assign(socket, { answer: answer.promise });
}
