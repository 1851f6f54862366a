// Builds the web app when its sources have changed since the last time; `npm start` and `npm test` come by here.
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildWhenStale } from './fresh-build.ts';

const root = join(import.meta.dir, '..');
const web = join(root, 'packages/web');

const inputs = [
  'packages/web/index.html',
  'packages/web/package.json',
  'packages/web/vite.config.ts',
  'packages/web/{src,public,vite-plugins}/**/*',
  'packages/{client,protocol}/package.json',
  'packages/{client,protocol}/src/**/*',
  'packages/server/src/http/app-addresses.ts',
  'package-lock.json',
  'tsconfig.json',
  'scripts/{build-web,fresh-build}.ts',
];

export interface WebBuild {
  /** Where the files go, whole or not at all; packages/web/dist, where the server looks, by default. */
  readonly outDir?: string;
}

/** @returns whether it had to build. @throws what Vite says when it cannot */
export function buildWeb({ outDir = join(web, 'dist') }: WebBuild = {}): Promise<boolean> {
  return buildWhenStale({ root, inputs, ignored: /\.test\.tsx?$|\/testing\//, outDir, build: buildInto });
}

async function buildInto(folder: string): Promise<void> {
  process.stderr.write('Building the web app (first start, or its sources changed) …\n');
  const mode = process.env.NODE_ENV;
  // Whatever is set where this runs, the app is not React's slow development form.
  process.env.NODE_ENV = 'production';
  try {
    // Only now: loading Vite takes longer than all the rest of a start where nothing changed.
    const { build } = await import('vite');
    await build({
      configFile: join(web, 'vite.config.ts'),
      configLoader: 'native',
      logLevel: 'silent',
      build: { outDir: folder, emptyOutDir: false },
    });
  } finally {
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
  }
}

if (import.meta.main) {
  try {
    await buildWeb();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `parley: the web app could not be built. ${stripVTControlCharacters(reason).trim()}\n`,
    );
    process.exitCode = 1;
  }
}
