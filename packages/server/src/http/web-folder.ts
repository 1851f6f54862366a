import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** One file of the built web app, and the same compressed where the build has made that. */
export interface WebFile {
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly br?: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
}

/** By address, such as `/assets/index-B7x2.js`. */
export type WebFolder = ReadonlyMap<string, WebFile>;

/** What is not in here is not served, so that no address can lead out of the folder; and a half of one build never
 * meets a half of the next when the folder is replaced below a running server: a few megabytes, read once.
 * @returns empty where there is no such folder
 */
export async function readWebFolder(folder: string): Promise<WebFolder> {
  const bytes = new Map<string, Uint8Array<ArrayBuffer>>();
  await Promise.all(
    (await listFiles(folder)).map(async (path) => {
      const address = `/${relative(folder, path).split(sep).join('/')}`;
      bytes.set(address, new Uint8Array(await readFile(path)));
    }),
  );
  const files = [...bytes].filter(([address]) => !isVariant(address, bytes) && !/\/\./.test(address));
  return new Map(files.map(([address, plain]) => [address, withVariants(address, plain, bytes)]));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function isVariant(address: string, all: ReadonlyMap<string, unknown>): boolean {
  const whole = /^(.+)\.(?:br|gz)$/.exec(address)?.[1];
  return whole !== undefined && all.has(whole);
}

function withVariants(
  address: string,
  plain: Uint8Array<ArrayBuffer>,
  all: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): WebFile {
  const [br, gzip] = [all.get(`${address}.br`), all.get(`${address}.gz`)];
  return { plain, ...(br === undefined ? {} : { br }), ...(gzip === undefined ? {} : { gzip }) };
}
