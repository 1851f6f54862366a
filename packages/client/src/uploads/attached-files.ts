import type { OutboxItem } from '../outbox/outbox-item.ts';
import type { Storage, StorageChange } from '../ports/storage.ts';
import { removalOf } from './file-drafts.ts';
import { posterKey, type OutgoingFile } from './attachment.ts';

/** The bytes of what waits: in the storage, and in memory for as long as this run that made them needs them. */
export interface AttachedFiles {
  /** Holds them, and answers what keeps them: to be written in one step with their message. */
  hold(fileId: string, file: OutgoingFile): readonly StorageChange[];
  /** What removes them, in one step with their message. */
  drop(item: OutboxItem | undefined): readonly StorageChange[];
  /** As it was when it was sent; undefined once it is no longer on this device. */
  find(key: string): Promise<Blob | undefined>;
}

export function createAttachedFiles(storage: Pick<Storage, 'find'>): AttachedFiles {
  const held = new Map<string, Blob>();

  return {
    hold(fileId, { file, poster, draft }) {
      const blobs = [[fileId, file] as const, ...(poster ? [[posterKey(fileId), poster] as const] : [])];
      for (const [key, blob] of blobs) held.set(key, blob);
      const kept = blobs.map(([key, value]) => ({ table: 'files', key, value }) as const);
      return draft === undefined ? kept : [...kept, ...removalOf(draft)];
    },
    drop(item) {
      const attachment = item?.attachment;
      if (attachment === undefined) return [];
      const keys = [attachment.fileId, ...(attachment.hasPoster ? [posterKey(attachment.fileId)] : [])];
      for (const key of keys) held.delete(key);
      return keys.map((key) => ({ table: 'files', key }));
    },
    async find(key) {
      // What was kept cannot change any more; a file that somebody chose can, or be gone.
      const kept = await storage.find('files', key).catch(() => undefined);
      return kept instanceof Blob ? kept : held.get(key);
    },
  };
}
