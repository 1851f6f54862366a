import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
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
  readonly notes: ContentNotes;
}

/**
 * Contents that are being kept for media whose record is not made yet. After a crash they tell which bytes nothing may
 * name; asking for all bytes that nothing names would erase everything on the day when somebody starts a server on the
 * wrong database. MED9
 */
export interface ContentNotes {
  write(id: string, sha256: string): Promise<void>;
  remove(id: string, sha256: string): Promise<void>;
  list(): Promise<readonly { readonly id: string; readonly sha256: string }[]>;
}

const factsPattern = /^([0-9a-f]{32})\.tus\.json$/;
const notePattern = /^([0-9a-f]{32})\.([0-9a-f]{64})\.note$/;
const bytesPattern = /^([0-9a-f]{32})\.tus$/;

/** Makes the folder, and removes what an earlier run left that nobody can go on with. */
export async function openUploadFolder(dataDir: string): Promise<UploadFolder> {
  const path = join(dataDir, 'uploads');
  await mkdir(path, { recursive: true });
  const notePath = (id: string, sha256: string) => join(path, `${id}.${sha256}.note`);
  const listTus = async () => (await readdir(path)).flatMap((name) => factsPattern.exec(name)?.[1] ?? []);
  const known = new Set(await listTus());
  for (const name of await readdir(path)) {
    const isResumable = factsPattern.test(name) || known.has(bytesPattern.exec(name)?.[1] ?? '');
    if (!isResumable && !notePattern.test(name)) await rm(join(path, name), { recursive: true, force: true });
  }
  return {
    path,
    pathOf: (id, field) => join(path, `${id}.${field}.part`),
    tusPaths: (id) => ({ facts: join(path, `${id}.tus.json`), bytes: join(path, `${id}.tus`) }),
    listTus,
    notes: {
      write: (id, sha256) => writeFile(notePath(id, sha256), ''),
      remove: (id, sha256) => rm(notePath(id, sha256), { force: true }),
      async list() {
        const notes = (await readdir(path)).map((name) => notePattern.exec(name));
        return notes.flatMap((note) => (note === null ? [] : [{ id: note[1] ?? '', sha256: note[2] ?? '' }]));
      },
    },
  };
}
