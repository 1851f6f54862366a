import { join } from 'node:path';
import { expect } from 'bun:test';
import { within } from '../deadline.ts';
import { spawnServer, type Settings } from '../server-process.ts';

/** Starts the program where it should not start, and gives what it said. */
export async function refusedStart(folder: string, settings: Settings = {}): Promise<string> {
  const ports = { PORT: '0', ADMIN_PORT: '0', HOST: '127.0.0.1' };
  const run = spawnServer(folder, {
    ...ports,
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    ...settings,
  });
  try {
    expect(await within(30_000, 'the program to refuse', run.exited)).not.toBe(0);
  } finally {
    run.signal('SIGKILL');
  }
  // A sentence, not a stack trace.
  expect(run.output()).not.toMatch(/\n\s+at /);
  return run.output();
}
