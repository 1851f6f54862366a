import { expect, test } from 'bun:test';
import type { TransferConnection, TransferRequest } from './transfer-connection.ts';
import { createDocuments, createPhotos, lengthOf, sendForm, sha256Of } from './upload-files.ts';

test('documents have the size that was asked for, and each has other bytes', () => {
  const next = createDocuments(10_000);
  const made = [next(), next(), next()];
  expect(made.map(lengthOf)).toEqual([10_000, 10_000, 10_000]);
  expect(new Set(made.map(sha256Of)).size).toBe(3);
});

test('photos differ in a comment behind the first marker', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xdb, 1, 2, 3]);
  const next = createPhotos(jpeg);
  const [one, other] = [next(), next()].map((parts) => Buffer.concat(parts));
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false);
  expect(one?.subarray(0, 4)).toEqual(Buffer.from([0xff, 0xd8, 0xff, 0xfe]));
  const commentEnd = 4 + (one?.readUInt16BE(4) ?? 0);
  expect(one?.subarray(commentEnd)).toEqual(jpeg.subarray(2));
});

test('a form is what a parser of forms reads', async () => {
  const sent: TransferRequest[] = [];
  const connection: TransferConnection = {
    request(request) {
      sent.push(request);
      return Promise.resolve({ status: 201, head: '', bytes: 0, text: '' });
    },
    sentBytes: () => 0,
    close: () => undefined,
  };
  const file = createDocuments(1_000)();
  await sendForm(connection, file, { filename: 'b.pdf' });
  const type = String(sent[0]?.headers?.['Content-Type']);
  const body = sent[0]?.body ?? [];
  const form = await new Response(Buffer.concat(body), { headers: { 'Content-Type': type } }).formData();
  const found = form.get('file');
  if (!(found instanceof File)) throw new Error('no file');
  expect(found.name).toBe('b.pdf');
  expect(sha256Of([await found.bytes()])).toBe(sha256Of(file));
});
