import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** How programs that may read the data folder find the server that runs on it, and show that they may. SEC4 */
export interface AdminAccess {
  /** `http://127.0.0.1:8002` */
  readonly url: string;
  /** another one at each start; never in a log, and in no address */
  readonly secret: string;
}

const shape = z.object({ url: z.string(), secret: z.string().min(32) });

const fileIn = (dataDir: string): string => join(dataDir, 'admin.json');

/** For the owner of the folder alone. Resolves to what takes it away. */
export async function writeAdminFile(dataDir: string, access: AdminAccess): Promise<() => Promise<void>> {
  const file = fileIn(dataDir);
  // One that a killed process left might be readable for others.
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify(access), { mode: 0o600, flag: 'wx' });
  return () => rm(file, { force: true });
}

/** `undefined`: no server runs there, or it did not get as far. After kill -9 what it says may be out of date. */
export async function readAdminFile(dataDir: string): Promise<AdminAccess | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The address at which this machine reaches what listens there. */
export function urlOf(hostname: string, port: number): string {
  const host = hostname === '0.0.0.0' ? '127.0.0.1' : hostname === '::' ? '::1' : hostname;
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
