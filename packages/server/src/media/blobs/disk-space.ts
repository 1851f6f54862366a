import { statfs } from 'node:fs/promises';

/** Asks for the bytes that are free for this process on the disk of a folder. @throws what the system throws */
export type FreeBytes = (folder: string) => Promise<number>;

export const systemFreeBytes: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
