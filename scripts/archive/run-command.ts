import { ArchiveError, StoreError } from '@parley/core';
import { askServer } from '../../packages/server/src/archive/ask-server.ts';
import { parseStoreAddress } from '../../packages/server/src/archive/store-address.ts';
import type { TaskOrder } from '../../packages/server/src/archive/task.ts';
import { workOffline } from '../../packages/server/src/archive/work-offline.ts';
import { describeIssues, readConfig } from '../../packages/server/src/config.ts';
import { createProgressBar } from './progress-bar.ts';
import { readOptions, UsageError, usageOf, type Options } from './options.ts';

/** Ends with 0 when it is done, 1 when it could not be, 2 when the command line is wrong. */
export async function runCommand(task: TaskOrder['task']): Promise<number> {
  const bar = createProgressBar({
    isTTY: process.stderr.isTTY,
    columns: process.stderr.columns,
    write: (text) => process.stderr.write(text),
    nowMs: () => performance.now(),
  });
  try {
    const options = readOptions(task, process.argv.slice(2));
    if (options === undefined) {
      console.log(usageOf(task));
      return 0;
    }
    const sentence = await perform(options, bar.show);
    bar.end();
    console.log(sentence);
    return 0;
  } catch (error) {
    bar.end();
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usageOf(task)}`);
      return 2;
    }
    if (!isExpected(error)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** By the server that runs on the data folder, or here where none does. */
async function perform(
  { order, dataDir }: Options,
  onProgress: ReturnType<typeof createProgressBar>['show'],
): Promise<string> {
  const folder = dataDir ?? process.env['DATA_DIR'] ?? './data';
  const answer = await askServer(folderOf(order) ?? folder, order, onProgress);
  if (answer !== undefined) return answer;
  const config = readConfig({ ...process.env, DATA_DIR: folder });
  if (!config.ok) throw new ArchiveError(describeIssues(config.error.issues ?? []));
  return workOffline(config.value, order, onProgress);
}

/** A move from SQLite names the data folder itself. */
function folderOf(order: TaskOrder): string | undefined {
  if (order.task !== 'move') return undefined;
  const from = parseStoreAddress(order.from);
  return from.engine === 'sqlite' ? from.dataDir : undefined;
}

/** Said in a sentence. By name where the class is a part of an adapter. */
function isExpected(error: unknown): error is Error {
  const names = ['DataFolderError', 'DataFolderLocked', 'StoreStartError', 'StoreTakenError'];
  if (error instanceof ArchiveError || error instanceof StoreError) return true;
  return error instanceof Error && names.includes(error.name);
}
