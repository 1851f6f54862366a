import { readStore } from '@parley/core';
import { withContents, type BackupRecord } from './content-lines.ts';
import { writeBackup } from './backup-file.ts';
import { describeCounts, type TaskContext, type TaskDone } from './task.ts';

/** Writes everything into a file, while the store is served. OPS5 @throws ArchiveError, StoreError */
export async function backUp(context: TaskContext, file: string): Promise<TaskDone> {
  const { clock, ids, version } = context;
  const head = {
    id: ids.newId(),
    made_at: new Date(clock.nowMs()).toISOString(),
    made_by: `parley ${version}`,
  };
  const counts = await writeBackup({ file, head, records: watched(context) });
  return { sentence: `${file} holds ${describeCounts(counts)}.`, isLast: false };
}

async function* watched({
  storage,
  blobs,
  checkIsWanted,
  onProgress,
}: TaskContext): AsyncGenerator<BackupRecord> {
  const total = await storage.archive.countEntries();
  let done = 0;
  for await (const record of withContents(readStore(storage), blobs)) {
    checkIsWanted();
    if (record.kind === 'entries') done += record.entries.length;
    onProgress({ phase: 'backing up', done, total: Math.max(done, total) });
    yield record;
  }
}
