import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small disk of its own, which can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes whatever is left. */
  readonly fill: () => Promise<void>;
  readonly makeRoom: () => Promise<void>;
  readonly unmount: () => void;
}

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** Mounts `megabytes` of memory at `folder`. @throws when this process may not mount */
export async function mountSmallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${String(megabytes)}m,mode=700`, 'tmpfs', folder))
    throw new Error(`nothing can be mounted at ${folder}`);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => writeFile(ballast, Buffer.alloc(2 * megabytes * 1024 * 1024)).catch(() => undefined),
    makeRoom: () => rm(ballast),
    unmount: () => {
      run('umount', folder);
    },
  };
}

/**
 * Whether writing to these files fails from now on, also for who holds them open, as on a file system that went
 * read-only under them: nothing that is held open for writing can be mounted anew as that.
 */
export function setWritable(isWritable: boolean, ...paths: readonly string[]): boolean {
  return run('chattr', isWritable ? '-i' : '+i', ...paths);
}

/** What cannot be done to disks here, or `undefined`. */
export async function missingPowers(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
  try {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const disk = await mountSmallDisk(join(folder, 'disk'), 1).catch(() => undefined);
    disk?.unmount();
    if (disk === undefined) return 'this process may not mount a disk';
    return setWritable(false, file) && setWritable(true, file) ? undefined : 'files cannot be made immutable';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
