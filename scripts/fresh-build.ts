import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listFiles } from './list-files.ts';

export interface Build {
  readonly root: string;
  /** globs below `root`: what the result depends on */
  readonly inputs: readonly string[];
  /** input files that do not matter after all, such as tests */
  readonly ignored?: RegExp;
  readonly outDir: string;
  /** writes everything into the folder, which is there and empty; throws when it cannot */
  build(folder: string): Promise<void>;
}

/** Beside the result, in the result: what it was made of. */
const recordName = '.inputs';
/** No build takes as long; what is older was left by a crash. */
const abandonedMs = 3_600_000;

/**
 * Builds unless the result in `outDir` was made of just these inputs. The result changes as a whole: a crash leaves
 * what was there before, or nothing; of two builds at once one wins.
 * @returns whether it had to build
 */
export async function buildWhenStale(wanted: Build): Promise<boolean> {
  const record = await hashInputs(wanted);
  if (await isMadeOf(wanted.outDir, record)) return false;
  const workshop = join(dirname(wanted.outDir), 'tmp');
  await mkdir(workshop, { recursive: true });
  await dropAbandoned(workshop);
  const scratch = await mkdtemp(join(workshop, 'build-'));
  try {
    const made = join(scratch, 'made');
    await mkdir(made);
    await wanted.build(made);
    // What changed while it was built is built the next time: the record says what was seen before.
    await writeFile(join(made, recordName), record);
    if (!(await isMadeOf(wanted.outDir, record))) await putInPlace(made, wanted.outDir, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return true;
}

async function hashInputs({ root, inputs, ignored }: Build): Promise<string> {
  const hash = createHash('sha256');
  const files = (await listFiles(root, inputs)).filter((file) => ignored?.test(file) !== true);
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
  for (const [index, content] of contents.entries())
    hash.update(`${files[index] ?? ''}\n${content.length}\n`).update(content);
  return hash.digest('hex');
}

async function isMadeOf(outDir: string, record: string): Promise<boolean> {
  return (await readFile(join(outDir, recordName), 'utf8').catch(() => '')) === record;
}

/** A folder cannot be renamed onto one that holds something, so what is there steps aside first. */
async function putInPlace(made: string, outDir: string, scratch: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await rename(outDir, join(scratch, `old-${attempt}`)).catch(acceptCode('ENOENT'));
    try {
      await rename(made, outDir);
      return;
    } catch (error) {
      // Another build came in between.
      if (attempt === 10) throw error;
      acceptCode('ENOTEMPTY', 'EEXIST')(error);
    }
  }
}

function acceptCode(...codes: string[]): (error: unknown) => void {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !codes.includes(code)) throw error;
  };
}

async function dropAbandoned(workshop: string): Promise<void> {
  for (const name of await readdir(workshop)) {
    const path = join(workshop, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (name.startsWith('build-') && Date.now() - mtimeMs > abandonedMs)
      await rm(path, { recursive: true, force: true });
  }
}
