/* Files that differ in a few bytes at their beginning, since a server keeps the same content once; and ways to send them. */
import { createHash, randomFillSync } from 'node:crypto';
import type { TransferAnswer, TransferConnection, TransferRequest } from './transfer-connection.ts';

/** A file in parts; all but the first are shared with others. */
export type FileParts = readonly Uint8Array[];

/** Documents of this size, each with other bytes. What is random is made once, before anything is measured. */
export function createDocuments(bytes: number): () => FileParts {
  const filler = randomFillSync(Buffer.alloc(bytes));
  let made = 0;
  return () => {
    const head = Buffer.from(`%PDF-1.7\n% ${process.pid}-${Date.now()}-${made++}\n`);
    return [head, filler.subarray(head.length)];
  };
}

/** Copies of a JPEG, each with another comment behind its first marker. */
export function createPhotos(jpeg: Uint8Array): () => FileParts {
  let made = 0;
  return () => {
    const comment = Buffer.from(`${process.pid}-${Date.now()}-${made++}`);
    const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
    return [jpeg.subarray(0, 2), marker, comment, jpeg.subarray(2)];
  };
}

export const lengthOf = (parts: FileParts): number => parts.reduce((sum, part) => sum + part.length, 0);

export function sha256Of(parts: FileParts): string {
  const hasher = createHash('sha256');
  for (const part of parts) hasher.update(part);
  return hasher.digest('hex');
}

export interface SendOptions {
  readonly filename?: string;
  readonly bytesPerS?: number | undefined;
}

/** Sends one file; the answer says what has become of it. */
export type SendFile = (
  connection: TransferConnection,
  parts: FileParts,
  options?: SendOptions,
) => Promise<TransferAnswer>;

const boundary = '----parley-bench-4d9c2e71';

/** In a form, as a browser's. */
export const sendForm: SendFile = (connection, parts, { filename = 'a.pdf', bytesPerS } = {}) => {
  const disposition = `Content-Disposition: form-data; name="file"; filename="${filename}"`;
  const head = `--${boundary}\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return connection.request({
    line: 'POST /upload/',
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: [Buffer.from(head), ...parts, Buffer.from(`\r\n--${boundary}--\r\n`)],
    bytesPerS,
  });
};

/** As tus, in one piece. */
export const sendTus: SendFile = async (connection, parts, { filename = 'a.pdf', bytesPerS } = {}) => {
  const headers = { 'Tus-Resumable': '1.0.0' };
  const created = await connection.request({
    line: 'POST /files/',
    headers: {
      ...headers,
      'Upload-Length': lengthOf(parts),
      'Upload-Metadata': `filename ${Buffer.from(filename).toString('base64')}`,
    },
  });
  const location = /\r\nlocation: *(\S+)/i.exec(created.head)?.[1];
  if (created.status !== 201 || location === undefined) return created;
  const request: TransferRequest = {
    line: `PATCH ${new URL(location, 'http://localhost').pathname}`,
    headers: { ...headers, 'Upload-Offset': 0, 'Content-Type': 'application/offset+octet-stream' },
    body: parts,
    bytesPerS,
  };
  return connection.request(request);
};

export const formatBytes = (bytes: number): string =>
  bytes < 1e6 ? `${bytes / 1e3} kB` : `${Number((bytes / 1e6).toPrecision(3))} MB`;
