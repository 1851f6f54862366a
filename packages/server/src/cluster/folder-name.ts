import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../random.ts';

/** The name of a data folder among all: made once, and kept in it. */
export async function folderName(dataDir: string, random: Pick<Random, 'bytes'>): Promise<string> {
  const file = join(dataDir, 'node');
  const made = Buffer.from(random.bytes(16)).toString('hex');
  // There already: then it has one.
  await writeFile(file, made, { flag: 'wx' }).catch(() => undefined);
  return readFile(file, 'utf8');
}
