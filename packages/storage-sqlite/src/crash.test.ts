import { expect, test } from 'bun:test';
import { fileURLToPath } from 'node:url';
import type { Storage } from '@parley/core';
import { createFakeClock } from '@parley/core/testing';
import { userId } from '@parley/protocol';
import { DataFolderLocked } from './data-folder-error.ts';
import { createSqliteStorage } from './sqlite-storage.ts';
import { testLogs } from './testing/messages.ts';
import { createTemporaryFolders } from './testing/temporary-folder.ts';

const temporaryFolder = createTemporaryFolders();
const reader = userId.parse('user-0');
const script = fileURLToPath(new URL('./testing/write-forever.ts', import.meta.url));

/** Lets the writing process run until it has printed so many lines, kills it, and gives all it printed. */
async function writeAndKill(
  dataDir: string,
  options: { firstId: number; afterLines: number; meanwhile?: () => Promise<void> },
) {
  const child = Bun.spawn([process.execPath, script, dataDir, String(options.firstId)], {
    stdout: 'pipe',
    stderr: 'inherit',
  });
  let printed = '';
  let isKilled = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += chunk;
    if (isKilled || printed.split('\n').length <= options.afterLines) continue;
    isKilled = true;
    await options.meanwhile?.();
    child.kill('SIGKILL');
  }
  await child.exited;
  // A line cut short by the kill was not heard.
  return printed.split('\n').slice(0, -1);
}

async function readBack(storage: Storage): Promise<string[]> {
  const wanted = testLogs.map((log) => ({ log, afterSeq: 0, limit: 1_000_000 }));
  const pages = await storage.conversations.listEntries(reader, wanted, Number.MAX_SAFE_INTEGER);
  for (const { head, entries } of pages)
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
  return pages.flatMap(({ entries }) => entries.map(({ log, seq, id }) => `${log} ${String(seq)} ${id}`));
}

test('SND1, SEQ1: after kill -9 everything answered `stored` is there, in place and without gaps', async () => {
  const dataDir = temporaryFolder();
  const heard: string[] = [];
  for (const [round, afterLines] of [1, 700, 2_500].entries()) {
    heard.push(...(await writeAndKill(dataDir, { firstId: round * 10_000_000, afterLines })));
    const storage = await createSqliteStorage({ dataDir, clock: createFakeClock() });
    const kept = new Set(await readBack(storage));
    expect(heard.filter((line) => !kept.has(line))).toEqual([]);
    await storage.close();
  }
  expect(heard.length).toBeGreaterThan(3_000);
}, 60_000);

test('OPS1: a second process on the folder is refused with a sentence; after kill -9 the next start works', async () => {
  const dataDir = temporaryFolder();
  const open = () => createSqliteStorage({ dataDir, clock: createFakeClock() });
  let refusal: unknown;
  const meanwhile = async () => {
    refusal = await open().catch((error: unknown) => error);
  };
  await writeAndKill(dataDir, { firstId: 0, afterLines: 1, meanwhile });
  expect(refusal).toBeInstanceOf(DataFolderLocked);
  expect(refusal).toMatchObject({
    message: `The data folder ${dataDir} is in use by another Parley process.`,
  });
  const storage = await open();
  await storage.close();
}, 60_000);
