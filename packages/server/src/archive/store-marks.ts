import { ArchiveError, listAllLogs, type Archive, type StoreMark } from '@parley/core';

/** A store that is not served: one sentence for whoever starts the server. OPS5 */
export class StoreMarkedError extends Error {
  override readonly name = 'StoreMarkedError';
}

/** OPS5: what is not whole, or lives elsewhere by now, is not served. @throws StoreMarkedError */
export async function refuseMarked(archive: Archive): Promise<void> {
  const mark = await archive.findMark();
  if (mark !== undefined) throw new StoreMarkedError(describeMark(mark));
}

function describeMark(mark: StoreMark): string {
  if (mark.kind === 'moved') return `this store was moved to ${mark.to}: ${howToFollow(mark.engine)}.`;
  return mark.by === 'restore'
    ? 'this store holds a part of a backup: run npm run restore again with the same file, or begin with an empty store.'
    : 'this store is the target of a move that did not end: run npm run move again, or begin with an empty store.';
}

/** Which setting leads a server to where its store went. */
export function howToFollow(engine: string): string {
  return engine === 'sqlite'
    ? 'unset MONGO_URL and REDIS_URL'
    : 'set MONGO_URL to it, with its user and password';
}

/**
 * From here on the store is not served until it is whole. One that an earlier run began to fill from the same source
 * may be filled on. @throws ArchiveError where it holds anything else
 */
export async function beginFilling(archive: Archive, mark: StoreMark & { kind: 'filling' }): Promise<void> {
  await mayBeFilled(archive, mark);
  await archive.setMark(mark);
}

/** The same question, without the mark. @throws ArchiveError */
export async function mayBeFilled(archive: Archive, mark: StoreMark & { kind: 'filling' }): Promise<void> {
  const present = await archive.findMark();
  if (present?.kind === 'filling') {
    if (present.by === mark.by && present.from === mark.from) return;
    throw new ArchiveError(
      `The store holds a part of another ${present.by}: go on with that one, or begin with an empty store.`,
    );
  }
  if (present?.kind === 'moved')
    throw new ArchiveError(
      `The store is not empty: it is the one that was moved to ${present.to}. Remove it, or put it aside, first.`,
    );
  if (!(await isEmpty(archive)))
    throw new ArchiveError('The store is not empty, and nothing is put over what it holds.');
}

async function isEmpty(archive: Archive): Promise<boolean> {
  for await (const _ of listAllLogs(archive)) return false;
  return (await archive.listAccounts('', 1)).length === 0;
}
