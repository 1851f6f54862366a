import { expect, test } from 'bun:test';
import { chooseEncoding, type Encoding } from './choose-encoding.ts';

const both: Encoding[] = ['br', 'gzip'];

test.each([
  ['gzip, deflate, br, zstd', both, 'br'],
  ['gzip, deflate', both, 'gzip'],
  ['BR', both, 'br'],
  ['br;q=0, gzip;q=0.5', both, 'gzip'],
  ['br; q=0.0, *', both, 'gzip'],
  ['*', both, 'br'],
  ['*;q=0', both, 'identity'],
  ['br', ['gzip'], 'identity'],
  ['br;q=much', both, 'identity'],
  ['', both, 'identity'],
  [null, both, 'identity'],
] as const)('of %p and %p it takes %p', (accepted, available, chosen) => {
  expect(chooseEncoding(accepted, available)).toBe(chosen);
});
