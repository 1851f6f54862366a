import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listFiles } from './list-files.ts';

/** Never copied: history, what is installed, and what a running server wrote. */
const leftOut = new Set(['.git', 'node_modules', 'data', 'tmp', 'coverage']);

async function linkInstalledPackages(root: string, copy: string, folder: string): Promise<void> {
  const from = join(root, folder);
  await mkdir(join(copy, folder), { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== '@parley' && name !== '.cache') await symlink(join(from, name), join(copy, folder, name));
  }
}

/**
 * A copy of the working tree in a temporary folder, with the installed packages linked; our own packages resolve to
 * the copy, so that a change there is seen. The caller removes it.
 */
export async function createScratchCopy(root: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'parley-copy-'));
  for (const name of await readdir(root)) {
    if (leftOut.has(name)) continue;
    const isWanted = (source: string): boolean => !source.includes('node_modules');
    await cp(join(root, name), join(copy, name), { recursive: true, filter: isWanted });
  }
  await linkInstalledPackages(root, copy, 'node_modules');
  for (const manifest of await listFiles(root, ['packages/*/package.json', '{bench,e2e}/package.json'])) {
    const workspace = dirname(manifest);
    const name = workspace.replace('packages/', '');
    await mkdir(join(copy, 'node_modules/@parley'), { recursive: true });
    await symlink(join(copy, workspace), join(copy, 'node_modules/@parley', name));
    const nested = join(workspace, 'node_modules');
    const hasNested = (await readdir(join(root, workspace))).includes('node_modules');
    if (hasNested) await linkInstalledPackages(root, copy, nested);
  }
  return copy;
}
