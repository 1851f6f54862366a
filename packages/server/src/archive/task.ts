import { ArchiveError, type Clock, type CommitWatch, type Ids, type Storage } from '@parley/core';
import type { BlobStore } from '../media/blobs/blob-store.ts';

/** What an operator asks for, by `npm run backup`, `restore` or `move`. */
export type TaskOrder =
  | { readonly task: 'backup' | 'restore'; /** an absolute path */ readonly file: string }
  | { readonly task: 'move'; readonly from: string; readonly to: string };

export interface TaskProgress {
  readonly phase: string;
  /** in whatever unit the phase has */
  readonly done: number;
  readonly total: number;
}

/** What a task works with: a running server's store, or one that the command has opened itself. */
export interface TaskContext {
  readonly storage: Storage;
  /** where the bytes of uploads are; `undefined`: there is no place for them */
  readonly blobs: BlobStore | undefined;
  /** of this process, which holds its lock */
  readonly dataDir: string;
  /** of that store */
  readonly watch: CommitWatch;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly version: string;
  readonly onProgress: (progress: TaskProgress) => void;
  /** Throws where nobody waits for the task any more. */
  readonly checkIsWanted: () => void;
  /** From when it resolves on nobody is served, and nothing is written but by the task. */
  readonly stopServing: () => Promise<void>;
}

/** The end of a task, in a sentence. */
export interface TaskDone {
  readonly sentence: string;
  /** the server that did it is to end: its store is another one now */
  readonly isLast: boolean;
}

const numbers = new Intl.NumberFormat('en-US');

/** `1,204 entries, 1 account and 3 files` */
export function describeCounts({
  entries,
  accounts,
  media,
}: {
  readonly entries: number;
  readonly accounts: number;
  readonly media: number;
}): string {
  const several = (count: number, one: string, many: string) =>
    `${numbers.format(count)} ${count === 1 ? one : many}`;
  return `${several(entries, 'entry', 'entries')}, ${several(accounts, 'account', 'accounts')} and ${several(media, 'file', 'files')}`;
}

/** One sentence for whoever asked, without a credential. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ArchiveError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
