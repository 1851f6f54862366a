import { afterEach } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders and files that are gone after each test of the file that calls this. */
export function createTemporaryFiles() {
  const folders: string[] = [];
  afterEach(async () => {
    for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true });
  });

  async function folder(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'parley-blobs-'));
    folders.push(made);
    return made;
  }

  return {
    folder,
    async file(bytes: Uint8Array): Promise<string> {
      const path = join(await folder(), 'file');
      await writeFile(path, bytes);
      return path;
    },
  };
}
