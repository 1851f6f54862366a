// `npm run build -w @parley/client`: ES modules and type declarations for use outside this repository.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dir, '..');
const packages = join(root, 'packages');
const entries = { index: 'index.ts', 'file-storage': 'adapters/file-storage.ts' };
const outdir = process.argv[2] ?? join(packages, 'client/dist');

async function buildModules(): Promise<void> {
  for (const [name, entry] of Object.entries(entries)) {
    const built = await Bun.build({
      entrypoints: [join(packages, 'client/src', entry)],
      target: name === 'index' ? 'browser' : 'node',
      format: 'esm',
      minify: true,
      sourcemap: 'linked',
      external: ['socket.io-client'],
      outdir,
      naming: `${name}.[ext]`,
    });
    if (!built.success) throw new AggregateError(built.logs, `${entry} does not build`);
  }
}

/** Declarations of the client and of the protocol that they speak of, with paths that work without this repository. */
async function buildTypes(): Promise<void> {
  const types = join(outdir, 'types');
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: packages,
      outDir: types,
      // By its own path the protocol counts as source, whose declarations are written too.
      paths: { '@parley/protocol': [join(packages, 'protocol/src/index.ts')] },
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [],
    files: Object.values(entries).map((entry) => join(packages, 'client/src', entry)),
  };
  const path = join(outdir, 'tsconfig.json');
  await writeFile(path, JSON.stringify(config));
  const tsc = [process.execPath, '--bun', join(root, 'node_modules/typescript/bin/tsc'), '-p', path];
  const child = Bun.spawn(tsc, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if ((await child.exited) !== 0) throw new Error('the declarations do not build');
  await rm(path);
  for (const file of await readdir(types, { recursive: true })) {
    if (file.endsWith('.d.ts')) await mendImports(join(types, file), types);
  }
  for (const [name, entry] of Object.entries(entries)) {
    const target = `./types/client/src/${entry.replace(/\.ts$/, '.js')}`;
    await writeFile(join(outdir, `${name}.d.ts`), `export * from '${target}';\n`);
  }
}

async function mendImports(file: string, types: string): Promise<void> {
  const protocol = relative(dirname(file), join(types, 'protocol/src/index.js'));
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text
      .replaceAll(/(['"])@parley\/protocol\1/g, `'${protocol.startsWith('.') ? protocol : `./${protocol}`}'`)
      .replaceAll(/(['"])(\.[^'"]*)\.ts\1/g, "'$2.js'"),
  );
}

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await buildModules();
await buildTypes();
