import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { routes } from '../packages/protocol/src/index.ts';
import { appAddresses } from '../packages/server/src/http/app-addresses.ts';
import config from '../packages/web/vite.config.ts';
import { buildWeb } from './build-web.ts';

let folder = '';
let outDir = '';
let names: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-web-build-'));
  outDir = join(folder, 'dist');
  await buildWeb({ outDir });
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (name: string): Promise<string> => readFile(join(outDir, name), 'utf8');

describe('the built web app', () => {
  test('SEC7: has a page without inline scripts, styles or foreign addresses, whose files are all there', async () => {
    const page = await read('index.html');
    expect(page).not.toMatch(/<style|<script>|<script [^>]*>[^<]|\son\w+=|\sstyle=|https?:\/\//);
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(names).toContain(address.slice(1));
  });

  test('names everything under assets/ by its content', () => {
    const assets = names.filter((name) => name.startsWith('assets/'));
    expect(assets).not.toBeEmpty();
    for (const name of assets) expect(name).toMatch(/-[\w-]{8,}\.\w+(\.br|\.gz)?$/);
  });

  test('has a manifest whose icons are there', async () => {
    const manifest = JSON.parse(await read('manifest.webmanifest'));
    for (const { src } of manifest.icons) expect(names).toContain(src.slice(1));
  });

  test('compresses what gains by it, to the same bytes', async () => {
    const scripts = names.filter((name) => name.endsWith('.js.br')).map((name) => name.slice(0, -3));
    expect(scripts).toContain('service-worker.js');
    for (const name of scripts) {
      const plain = await readFile(join(outDir, name));
      expect(brotliDecompressSync(await readFile(join(outDir, `${name}.br`))).equals(plain)).toBe(true);
      expect(gunzipSync(await readFile(join(outDir, `${name}.gz`))).equals(plain)).toBe(true);
    }
    expect(names.filter((name) => /\.png\.(br|gz)$/.test(name))).toEqual([]);
  });

  test('has a service worker that stands alone and keeps the page, not what is large and rarely used', async () => {
    const code = await read('service-worker.js');
    expect(code).not.toMatch(/\bimport\b|\bexport\b|PARLEY_BUILT_FILES/);
    const [, shell = '', later = ''] = /"shell":(\[[^\]]*\]),"later":(\[[^\]]*\])/.exec(code) ?? [];
    const [kept, onDemand]: string[][] = [JSON.parse(shell), JSON.parse(later)];
    expect(kept).toContain('/');
    expect(kept).toContain('/manifest.webmanifest');
    expect(onDemand!.some((path) => path.includes('emoji'))).toBe(true);
    const plain = names.filter((name) => !/\.(br|gz)$|^\.inputs$/.test(name));
    const all = plain.map((name) => (name === 'index.html' ? '/' : `/${name}`));
    const listed = [...kept!, ...onDemand!, '/service-worker.js'];
    expect(listed.toSorted()).toEqual(all.toSorted());
  });

  test("is React's fast form, whatever the tests run as", async () => {
    const scripts = await Promise.all(names.filter((name) => name.endsWith('.js')).map(read));
    expect(scripts.join('\n')).not.toContain('You are calling ReactDOMClient.createRoot()');
  });
});

test('`vite dev` asks the server for everything of its interface, and for no address of the app', () => {
  const { server } = config({ command: 'serve', mode: 'development' });
  const [pattern = ''] = Object.keys(server?.proxy ?? {});
  const isAsked = (path: string) => new RegExp(pattern).test(path);
  const interfacePaths = [...Object.values(routes).map(({ path }) => path), '/socket.io/?EIO=4', '/docs'];
  expect(interfacePaths.filter((path) => !isAsked(path))).toEqual([]);
  expect([...appAddresses, '/src/main.tsx', '/@vite/client'].filter(isAsked)).toEqual([]);
});
