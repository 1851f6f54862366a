import { createHash } from 'node:crypto';
import { appAddresses } from './app-addresses.ts';
import { chooseEncoding, type Encoding } from './choose-encoding.ts';
import { contentTypeOf } from './content-types.ts';
import type { Page } from './pages.ts';
import { appPolicy } from './security-headers.ts';
import type { WebFile, WebFolder } from './web-folder.ts';

/**
 * The built web app: each of its files at its address, its shell at every address of the app.
 * @returns empty where the app has not been built
 */
export function createWebPages(folder: WebFolder): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>();
  const shell = folder.get('/index.html');
  if (shell === undefined) return pages;
  for (const [address, file] of folder) pages.set(address, createFilePage(address, file));
  const shellPage = createFilePage('/index.html', shell);
  for (const address of appAddresses) pages.set(address, shellPage);
  return pages;
}

interface Variant {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
}

function createFilePage(address: string, file: WebFile): Page {
  const variants = new Map<Encoding, Variant>();
  const available = encodingsOf(file);

  return (request) => {
    const encoding = chooseEncoding(request.headers.get('accept-encoding'), available);
    const variant = variants.get(encoding) ?? createVariant(address, file, encoding);
    variants.set(encoding, variant);
    const headers = new Headers(variant.headers);
    const isKnown = matchesTag(request.headers.get('if-none-match'), headers.get('etag') ?? '');
    return isKnown ? new Response(null, { status: 304, headers }) : new Response(variant.bytes, { headers });
  };
}

function encodingsOf({ br, gzip }: WebFile): Encoding[] {
  return [...(br === undefined ? [] : ['br' as const]), ...(gzip === undefined ? [] : ['gzip' as const])];
}

function createVariant(address: string, file: WebFile, encoding: Encoding): Variant {
  const bytes = (encoding === 'identity' ? undefined : file[encoding]) ?? file.plain;
  const headers = new Headers({
    'Content-Type': contentTypeOf(address),
    // Vite names files under /assets/ by their content; everything else changes in place.
    'Cache-Control': address.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    // Of the bytes sent: a strong tag names one encoding.
    ETag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    // On scripts too: a worker lives under the policy of its own file. On 304 too: what was kept takes it over. SEC7
    'Content-Security-Policy': appPolicy,
  });
  if (encodingsOf(file).length > 0) headers.set('Vary', 'Accept-Encoding');
  if (encoding !== 'identity') headers.set('Content-Encoding', encoding);
  return { bytes, headers };
}

function matchesTag(ifNoneMatch: string | null, tag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((known) => known.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}
