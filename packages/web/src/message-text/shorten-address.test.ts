import { expect, test } from 'bun:test';
import { shortenAddress } from './shorten-address.ts';

test('a short address stays whole', () => {
  expect(shortenAddress('https://a.example/some/path?x=1')).toBe('https://a.example/some/path?x=1');
});

test('a long path loses its middle', () => {
  const short = shortenAddress(`https://a.example/${'folder/'.repeat(20)}file.txt`);
  expect(short).toMatch(/^https:\/\/a\.example\/folder.*….*file\.txt$/);
  expect(short.length).toBe(56);
});

test('SEC7: a long host keeps its end, which says whose it is', () => {
  expect(shortenAddress(`https://bank.example.${'a'.repeat(50)}.evil.example/login`)).toMatch(
    /^https:\/\/…a+\.evil\.example\/login$/,
  );
});

test('a cut leaves no half of a surrogate pair', () => {
  expect(shortenAddress(`https://a.example/${'😀'.repeat(100)}`).isWellFormed()).toBeTrue();
});
