import { createFiller } from '@parley/core';
import { checkBackup, readBackup, sizeOf } from './backup-file.ts';
import { createContentFiller } from './content-lines.ts';
import { refuseMoreThan } from './refuse-more-than.ts';
import { beginFilling, mayBeFilled } from './store-marks.ts';
import { describeCounts, type TaskContext, type TaskDone } from './task.ts';

/**
 * Fills an empty store from a backup. The file is read twice: whatever is wrong with it shows before the store is
 * touched. Until it is whole the store is not served; killed half-way, it goes on with the same file. OPS5
 * @throws ArchiveError, StoreError
 */
export async function restore(context: TaskContext, file: string): Promise<TaskDone> {
  const { storage, clock, ids, onProgress } = context;
  const total = await sizeOf(file);
  const backup = await checkBackup(file, (done) => {
    context.checkIsWanted();
    onProgress({ phase: 'checking the file', done, total });
  });
  const mark = { kind: 'filling', by: 'restore', from: backup.head.id } as const;
  await mayBeFilled(storage.archive, mark);
  await refuseMoreThan(1, storage, {
    clock,
    sentence: 'Several nodes work on this store: stop all of them but one first.',
  });
  await context.stopServing();
  await beginFilling(storage.archive, mark);

  const { counts } = backup.end;
  const filler = createFiller(storage, clock);
  let done = 0;
  const contents = createContentFiller(context.blobs, context.dataDir);
  try {
    for await (const record of readBackup(backup)) {
      if (record.kind === 'content') await contents.take(record);
      else await filler.take(record);
      if (record.kind === 'entries') done += record.entries.length;
      onProgress({ phase: 'restoring', done, total: counts.entries });
    }
  } finally {
    await contents.close();
  }
  await filler.flush();
  // SYN3: devices that knew the store it was taken from drop their copies.
  await storage.archive.finish(ids.newId());
  return {
    sentence: `Restored ${describeCounts(counts)}, as they were at ${backup.head.made_at}: start Parley with this store now.`,
    isLast: true,
  };
}
