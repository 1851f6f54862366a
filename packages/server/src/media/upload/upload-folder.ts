import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** `DATA_DIR/uploads`: files on their way in. */
export interface UploadFolder {
  readonly path: string;
  /** For a file that is received by one request; gone at the next start. */
  pathOf(id: string, field: string): string;
  /** A resumable upload: what is known of it, and what there is of its bytes. */
  tusPaths(id: string): { readonly facts: string; readonly bytes: string };
  /** Ids of resumable uploads, finished or not. */
  listTus(): Promise<readonly string[]>;
}

const factsPattern = /^([0-9a-f]{32})\.tus\.json$/;
const bytesPattern = /^([0-9a-f]{32})\.tus$/;

/** Makes the folder, and removes what an earlier run left that nobody can go on with. */
export async function openUploadFolder(dataDir: string): Promise<UploadFolder> {
  const path = join(dataDir, 'uploads');
  await mkdir(path, { recursive: true });
  const listTus = async () => (await readdir(path)).flatMap((name) => factsPattern.exec(name)?.[1] ?? []);
  const known = new Set(await listTus());
  for (const name of await readdir(path)) {
    const isResumable = factsPattern.test(name) || known.has(bytesPattern.exec(name)?.[1] ?? '');
    if (!isResumable) await rm(join(path, name), { recursive: true, force: true });
  }
  return {
    path,
    pathOf: (id, field) => join(path, `${id}.${field}.part`),
    tusPaths: (id) => ({ facts: join(path, `${id}.tus.json`), bytes: join(path, `${id}.tus`) }),
    listTus,
  };
}
