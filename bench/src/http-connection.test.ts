import { expect, test } from 'bun:test';
import { readAnswer } from './http-connection.ts';

test('an answer is whole when its last byte is there', () => {
  const whole = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc');
  for (let end = 0; end < whole.length; end++) expect(readAnswer(whole.subarray(0, end))).toBeUndefined();
  expect(readAnswer(whole)).toEqual({ status: 200, body: Buffer.from('abc') });
});

test('an answer of unknown length is refused', () => {
  expect(() => readAnswer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('without Content-Length');
});
