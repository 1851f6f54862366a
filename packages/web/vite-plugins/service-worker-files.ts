import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
// One list for the server that answers there and for the worker that stands in for it.
import { appAddresses } from '../../server/src/http/app-addresses.ts';
import type { BuiltFiles } from '../src/service-worker/built-files.ts';

const workerFile = 'service-worker.js';
/** The name that stands for the list in the worker's source. */
const placeholder = 'PARLEY_BUILT_FILES';
/** What is loaded on demand and larger than this waits until it is used for the first time. */
const heavyBytes = 100_000;

/** Writes into the built service worker which files there are, under a version that changes with any of them. */
export function serviceWorkerFiles(): Plugin {
  let outDir = '';
  return {
    name: 'parley:service-worker-files',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    // Behind the write: then the files of public/ are there too.
    async writeBundle(_options, bundle) {
      const worker = bundle[workerFile];
      if (worker?.type !== 'chunk') this.error(`The build has no ${workerFile}.`);
      if (worker.imports.length > 0 || worker.dynamicImports.length > 0)
        this.error(`${workerFile} imports ${worker.imports.join(', ')}, but must stand alone.`);
      if (!worker.code.includes(placeholder)) this.error(`${workerFile} does not name ${placeholder}.`);
      const list = JSON.stringify(await listBuiltFiles(outDir, bundle));
      await writeFile(
        join(outDir, workerFile),
        worker.code.replaceAll(placeholder, () => list),
      );
    },
  };
}

async function listBuiltFiles(folder: string, bundle: Rolldown.OutputBundle): Promise<BuiltFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== workerFile)
    .toSorted();
  const atStart = listNeededAtStart(bundle);
  const hash = createHash('sha256');
  const files: { shell: string[]; later: string[] } = { shell: [], later: [] };
  for (const path of paths) {
    const bytes = await readFile(join(folder, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
    const name = path.split(sep).join('/');
    // Pictures in PNG are for the system, when the app is installed.
    const isHeavy = /\.(?:json|png)$/.test(name) || bytes.length > heavyBytes;
    const address = name === 'index.html' ? '/' : `/${name}`;
    files[isHeavy && !atStart.has(name) ? 'later' : 'shell'].push(address);
  }
  return { version: hash.digest('hex').slice(0, 16), ...files, addresses: [...appAddresses] };
}

/** The page, and what its entry imports at once, through however many files. */
function listNeededAtStart(bundle: Rolldown.OutputBundle): ReadonlySet<string> {
  const needed = new Set(['index.html']);
  const visit = (name: string): void => {
    const file = bundle[name];
    if (file?.type !== 'chunk' || needed.has(name)) return;
    needed.add(name);
    for (const imported of file.imports) visit(imported);
  };
  for (const file of Object.values(bundle))
    if (file.type === 'chunk' && file.isEntry && file.fileName !== workerFile) visit(file.fileName);
  for (const name of Object.keys(bundle)) if (name.endsWith('.css')) needed.add(name);
  return needed;
}
