import { readStore, type ArchiveRecord } from '@parley/core';
import { writeBackup } from './backup-file.ts';
import { describeCounts, type TaskContext, type TaskDone } from './task.ts';

/** Writes everything into a file, while the store is served. OPS5 @throws ArchiveError, StoreError */
export async function backUp(context: TaskContext, file: string): Promise<TaskDone> {
  const { storage, clock, ids, version } = context;
  const head = {
    id: ids.newId(),
    made_at: new Date(clock.nowMs()).toISOString(),
    made_by: `parley ${version}`,
  };
  const counts = await writeBackup({ file, head, records: watched(context, storage) });
  return { sentence: `${file} holds ${describeCounts(counts)}.`, isLast: false };
}

async function* watched(
  { checkIsWanted, onProgress }: TaskContext,
  storage: TaskContext['storage'],
): AsyncGenerator<ArchiveRecord> {
  const total = await storage.archive.countEntries();
  let done = 0;
  for await (const record of readStore(storage)) {
    checkIsWanted();
    if (record.kind === 'entries') done += record.entries.length;
    onProgress({ phase: 'backing up', done, total: Math.max(done, total) });
    yield record;
  }
}
