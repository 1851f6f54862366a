import type { LogId } from '../log/entry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Storage } from '../ports/storage.ts';
import { createCopier, type Copier } from './copier.ts';
import type { OnEntries } from './digest-log.ts';
import { listAllLogs } from './read-store.ts';
import type { CommitWatch } from './watch-commits.ts';

export interface MoveStoreOptions {
  readonly source: Storage;
  readonly target: Storage;
  /** of the source */
  readonly watch: CommitWatch;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'createSha256'>;
  readonly onProgress: (progress: MoveProgress) => void;
  /** Asked between small steps, until the cut-over begins: throws where the move is to end. */
  readonly checkIsWanted: () => void;
  /** From when it resolves on nobody writes to the source. */
  readonly cutOver: () => Promise<void>;
}

export interface MoveProgress {
  readonly phase: 'copying' | 'comparing' | 'catching up' | 'cutting over';
  /** entries, about */
  readonly done: number;
  readonly total: number;
}

/** What is left is small when it took no longer to copy. */
const smallMs = 500;
/** Another round is worth while as long as it gets so much shorter; where people write faster than that, it does not. */
const shrinking = 0.8;

/**
 * Brings everything from one store into another while the first is served: copies it, compares it log by log, copies
 * what came meanwhile until that is little, and then the last of it with the source at rest. How far an earlier run has
 * come is what is in the target. @throws ArchiveError, StoreError
 */
export async function moveStore(options: MoveStoreOptions): Promise<void> {
  const { source, watch, checkIsWanted } = options;
  const total = await source.archive.countEntries();
  const tell = (phase: MoveProgress['phase'], done: number): void => {
    options.onProgress({ phase, done, total: Math.max(total, done) });
  };
  const copier = createCopier(options);
  const count = (phase: MoveProgress['phase']): OnEntries => {
    let done = 0;
    return (entries) => {
      checkIsWanted();
      done += entries;
      tell(phase, done);
    };
  };

  watch.start();
  try {
    await copyAll(options, copier, count('copying'));
    await copier.copyUnlogged();
    await compareAll(options, copier, count('comparing'));
    tell('catching up', total);
    await catchUp(options, copier);
    checkIsWanted();
    tell('cutting over', total);
    await options.cutOver();
    await copier.copyChanged(watch.take());
    // What is not known to have landed may be in any log.
    if (watch.hasDoubts()) await copyAll(options, copier, () => undefined);
    await copier.copyUnlogged();
    await copier.compareOpen();
  } finally {
    watch.stop();
  }
}

/** Every log from where the target ends. */
async function copyAll(
  { source, target }: MoveStoreOptions,
  copier: Copier,
  onEntries: OnEntries,
): Promise<void> {
  for await (const page of listAllLogs(source.archive)) {
    const heads = await target.archive.findHeads(page.map(({ log }) => log));
    const spans = page.map(({ log, head }, index) => ({ log, afterSeq: heads[index] ?? 0, head }));
    await copier.copyLogs(spans, onEntries);
  }
  await copier.flush();
}

/** Every log from its beginning to where the target ends. */
async function compareAll({ target }: MoveStoreOptions, copier: Copier, onEntries: OnEntries): Promise<void> {
  for await (const page of listAllLogs(target.archive))
    for (const { log, head } of page) await copier.compare({ log, afterSeq: 0, uptoSeq: head }, onEntries);
}

/** Round by round, until what is left is little or gets no less. */
async function catchUp({ watch, clock }: MoveStoreOptions, copier: Copier): Promise<void> {
  for (let beforeMs = Infinity; ;) {
    const startMs = clock.monotonicMs();
    const changed: ReadonlySet<LogId> = watch.take();
    await copier.copyChanged(changed);
    await copier.copyUnlogged();
    const tookMs = clock.monotonicMs() - startMs;
    if (tookMs < smallMs || tookMs > beforeMs * shrinking) return;
    beforeMs = tookMs;
  }
}
