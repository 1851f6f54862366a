import { expect, test } from 'bun:test';
import { createAnswerReader, cutIntoPieces, openTransfers, pieceBytes } from './transfer-connection.ts';

test('an answer is whole when all of its body has come, however it is cut', () => {
  const answer = Buffer.from('HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhello');
  const read = createAnswerReader();
  for (const byte of answer.subarray(0, -1)) expect(read(Buffer.of(byte))).toBeUndefined();
  expect(read(answer.subarray(-1))).toMatchObject({ status: 206, bytes: 5, text: 'hello' });
});

test('of a large body the beginning is kept, and all of it counted', () => {
  const read = createAnswerReader();
  expect(read(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n'))).toBeUndefined();
  expect(read(Buffer.alloc(999_999, 'a'))).toBeUndefined();
  const answer = read(Buffer.from('a'));
  expect(answer?.bytes).toBe(1_000_000);
  expect(answer?.text.length).toBeLessThan(20_000);
});

test('an answer of unknown length is an error', () => {
  expect(() => createAnswerReader()(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow(
    'without Content-Length',
  );
});

test('pieces are the same bytes', () => {
  const bytes = Buffer.alloc(2 * pieceBytes + 1, 'x');
  const pieces = cutIntoPieces(bytes);
  expect(pieces.map(({ length }) => length)).toEqual([pieceBytes, pieceBytes, 1]);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
});

test('a body of several megabytes arrives as it was sent, and the connection is used again', async () => {
  using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => new Response(Bun.hash(await request.bytes()).toString()),
  });
  const transfers = await openTransfers({ port: Number(server.port), token: 'a' });
  for (const size of [3_000_000, 5_000_000]) {
    const body = Buffer.alloc(size, String(size));
    const half = size / 2;
    const parts = [body.subarray(0, half), body.subarray(half)];
    const { status, text } = await transfers.request({ line: 'POST /', body: parts });
    expect({ status, text }).toEqual({ status: 200, text: Bun.hash(body).toString() });
  }
  transfers.close();
});
