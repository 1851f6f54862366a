import { expect, test } from 'bun:test';
import type { BuiltFiles } from './built-files.ts';
import { chooseStrategy } from './choose-strategy.ts';

const origin = 'https://chat.example';

const files: BuiltFiles = {
  version: '1',
  shell: ['/', '/assets/index-1.js', '/icon.svg'],
  later: ['/assets/emoji-1.json'],
  addresses: ['/', '/c/:conversation', '/c/:conversation/:message', '/settings', '/settings/:part'],
};

const choose = (path: string, given: { method?: string; isNavigation?: boolean } = {}) =>
  chooseStrategy(
    { method: 'GET', isNavigation: false, url: new URL(path, origin).href, ...given },
    files,
    origin,
  );

test.each([
  '/',
  '/?from=link',
  '/c/direct:a:b',
  '/c/direct:a:b/',
  '/c/x/y#end',
  '/settings',
  '/settings/keys',
])('opening %s is answered with the page', (path) => {
  expect(choose(path, { isNavigation: true })).toBe('shell');
});

test.each([
  '/docs',
  '/uploads/a.png',
  '/c',
  '/c/',
  '/c//',
  '/c/x/y/z',
  '/settings/a/b',
  '/assets/index-1.js',
])('opening %s is left to the network', (path) => {
  expect(choose(path, { isNavigation: true })).toBe('network');
});

test.each([
  ['/assets/index-1.js', 'kept'],
  ['/assets/emoji-1.json', 'kept'],
  // of the next build
  ['/assets/index-2.js', 'kept'],
  ['/icon.svg', 'fresh'],
  ['/', 'network'],
  ['/me', 'network'],
  ['/uploads/icon.svg', 'network'],
  ['/socket.io/?EIO=4&transport=polling', 'network'],
  ['/c/direct:a:b', 'network'],
  ['https://elsewhere.example/assets/index-1.js', 'network'],
] as const)('a request for %s: %s', (path, strategy) => {
  expect(choose(path)).toBe(strategy);
});

test.each(['POST', 'HEAD', 'DELETE'])('%s is never ours', (method) => {
  expect(choose('/assets/index-1.js', { method })).toBe('network');
  expect(choose('/', { method, isNavigation: true })).toBe('network');
});
