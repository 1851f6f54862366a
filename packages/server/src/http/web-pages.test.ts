import { describe, expect, test } from 'bun:test';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { appAddresses } from './app-addresses.ts';
import { createWebPages } from './web-pages.ts';
import { listPathItems } from './path-items.ts';
import { startApp } from './testing/start-app.ts';
import type { WebFile, WebFolder } from './web-folder.ts';

const shellText = '<!doctype html><title>Parley</title><script src="/assets/index-1.js"></script>';
const scriptText = 'console.log("hello, hello, hello, hello, hello, hello, hello");';

function compressed(text: string): WebFile {
  return {
    plain: bytesOf(text),
    br: new Uint8Array(brotliCompressSync(text)),
    gzip: new Uint8Array(gzipSync(text)),
  };
}

const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));

const built: WebFolder = new Map<string, WebFile>([
  ['/index.html', compressed(shellText)],
  ['/assets/index-1.js', compressed(scriptText)],
  ['/assets/bell-1.ogg', { plain: bytesOf('ding') }],
  ['/service-worker.js', compressed(scriptText)],
  ['/manifest.webmanifest', { plain: bytesOf('{}') }],
]);

const startBuilt = () => startApp({}, built);

const addressesToOpen = [
  '/',
  '/c/direct:alice:bob',
  '/c/direct%3Aalice%7C1%3Abob/01900000-0000-7000-8000-000000000000',
  '/settings',
  '/settings/',
  '/settings/sessions',
  '/settings/?from=menu',
];

describe('the shell', () => {
  test.each(addressesToOpen)('answers at the app address %s', async (address) => {
    const { status, text, headers } = await startBuilt().call('GET', address);
    expect([status, text]).toEqual([200, shellText]);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  test.each(['/c', '/c/a/b/c', '/settings/a/b', '/elsewhere', '/assets', '/assets/index-2.js'])(
    'SEC2: %s is nothing, and says so as a problem',
    async (address) => {
      const { status, headers } = await startBuilt().call('GET', address);
      expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    },
  );

  test('takes no address from the interface', () => {
    for (const pattern of appAddresses)
      for (const item of listPathItems()) expect(overlap(pattern, item.pattern)).toBe(false);
  });

  test('SEC7: runs own files only, turns no text into a script, and is framed by nobody', async () => {
    const { headers } = await startBuilt().call('GET', '/');
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'media-src': "'self' blob:",
      'connect-src': "'self'",
      'manifest-src': "'self'",
      'worker-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'parley-service-worker',
    });
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('SEC7: an answer that nothing changed repeats the policy, since it replaces the one that was kept', async () => {
    const { call } = startBuilt();
    const first = (await call('GET', '/')).headers;
    const again = await call('GET', '/', { headers: { 'if-none-match': first.get('etag')! } });
    expect(again.status).toBe(304);
    for (const name of ['content-security-policy', 'etag', 'cache-control', 'vary'])
      expect([name, again.headers.get(name)]).toEqual([name, first.get(name)]);
  });

  test('without a build the front page says how to make one, and app addresses are nothing', async () => {
    const { call } = startApp();
    const { status, text } = await call('GET', '/');
    expect(status).toBe(200);
    expect(text).toContain('npm start');
    expect((await call('GET', '/settings')).status).toBe(404);
  });
});

describe('files', () => {
  test('named by their content are kept for a year, all others asked for again', async () => {
    const { call } = startBuilt();
    const cacheOf = async (path: string) => (await call('GET', path)).headers.get('cache-control');
    expect(await cacheOf('/assets/index-1.js')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/service-worker.js', '/manifest.webmanifest', '/index.html'])
      expect(await cacheOf(path)).toBe('no-cache');
  });

  test('carry their type, and nosniff', async () => {
    const { call } = startBuilt();
    const typeOf = async (path: string) => {
      const { headers } = await call('GET', path);
      return [headers.get('content-type'), headers.get('x-content-type-options')];
    };
    expect(await typeOf('/assets/index-1.js')).toEqual(['text/javascript; charset=utf-8', 'nosniff']);
    expect(await typeOf('/assets/bell-1.ogg')).toEqual(['audio/ogg', 'nosniff']);
    expect(await typeOf('/manifest.webmanifest')).toEqual(['application/manifest+json', 'nosniff']);
  });

  test('SEC7: a service worker may reach this server, and only this one', async () => {
    const { headers } = await startBuilt().call('GET', '/service-worker.js');
    expect(headers.get('content-security-policy')).toContain("connect-src 'self';");
  });

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('to a caller that takes %p go as %p', async (accepted, encoding) => {
    const { call } = startBuilt();
    const given = { headers: { 'accept-encoding': accepted } };
    const { headers } = await call('GET', '/assets/index-1.js', given);
    expect(headers.get('content-encoding')).toBe(encoding);
    expect(headers.get('vary')).toBe('Accept-Encoding');
  });

  test('arrive whole, and have another tag per encoding', async () => {
    const page = createWebPages(built).get('/assets/index-1.js')!;
    const call = (headers: Record<string, string>) => page(new Request('http://localhost/', { headers }));
    const response = await call({ 'accept-encoding': 'br' });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(brotliDecompressSync(bytes).toString()).toBe(scriptText);
    const plain = await call({});
    expect(await plain.text()).toBe(scriptText);
    expect(plain.headers.get('etag')).not.toBe(response.headers.get('etag'));
  });

  test('that were not compressed do not vary', async () => {
    const { call } = startBuilt();
    const { headers, text } = await call('GET', '/assets/bell-1.ogg', {
      headers: { 'accept-encoding': 'br' },
    });
    expect([headers.get('vary'), headers.get('content-encoding'), text]).toEqual([null, null, 'ding']);
  });

  test.each([
    ['the tag', (tag: string) => tag, 304],
    ['a weak form of it', (tag: string) => `W/${tag}`, 304],
    ['one of several', (tag: string) => `"other", ${tag}`, 304],
    ['whatever there is', () => '*', 304],
    ['another tag', () => '"other"', 200],
  ])('known by %s: %p answers %p', async (_name, say, status) => {
    const { call } = startBuilt();
    const tag = (await call('GET', '/index.html')).headers.get('etag')!;
    const answer = await call('GET', '/index.html', { headers: { 'if-none-match': say(tag) } });
    expect([answer.status, answer.text]).toEqual([status, status === 304 ? '' : shellText]);
  });

  test('SEC2: HEAD answers like GET without a body, also when nothing changed', async () => {
    const { call } = startBuilt();
    const head = await call('HEAD', '/settings');
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String(shellText.length));
    const known = await call('HEAD', '/settings', {
      headers: { 'if-none-match': head.headers.get('etag')! },
    });
    expect([known.status, known.headers.has('content-length')]).toEqual([304, false]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
    'SEC2: %s is refused with what they take',
    async (method) => {
      const { call } = startBuilt();
      for (const path of ['/', '/c/x', '/assets/index-1.js']) {
        const { status, headers } = await call(method, path);
        expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      }
    },
  );

  test.each([
    '/assets/../index-1.js',
    '/assets/..%2findex.html',
    '/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/index-1.js%00.css',
    '/index.html.br',
    '/.inputs',
  ])('SEC7: %s leads nowhere', async (path) => {
    expect((await startBuilt().call('GET', path)).status).toBe(404);
  });

  test('LIM1: a page load is not counted against anybody', async () => {
    const { call } = startBuilt();
    for (let n = 0; n < 1_000; n += 1) expect((await call('GET', '/assets/index-1.js')).status).toBe(200);
    expect((await call('GET', '/server')).status).toBe(200);
  });
});

/** Whether one path could match both patterns of the router. */
function overlap(one: string, other: string): boolean {
  const [left, right] = [one.split('/'), other.split('/')];
  const isFree = (segment: string | undefined) => segment?.startsWith(':') === true;
  return (
    left.length === right.length &&
    left.every((segment, n) => segment === right[n] || isFree(segment) || isFree(right[n]))
  );
}
