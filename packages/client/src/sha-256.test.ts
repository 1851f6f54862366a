import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { createSha256 } from './sha-256.ts';

const known = (text: string): string => createHash('sha256').update(text).digest('hex');

test('SYN1: the digest of a copy is SHA-256, whatever its length', () => {
  for (let length = 0; length <= 200; length++) {
    const text = 'é'.repeat(length / 2) + 'x'.repeat(length % 2);
    const hash = createSha256();
    hash.add(text);
    expect(hash.hex()).toBe(known(text));
  }
});

test('SYN1: the digest of a copy is the same, in whatever pieces it comes', () => {
  const pieces = ['', '1 a\n', 'ä 🙂\n', 'x'.repeat(200), 'y'.repeat(5_000)];
  const hash = createSha256();
  for (const piece of pieces) hash.add(piece);
  expect(hash.hex()).toBe(known(pieces.join('')));
});
