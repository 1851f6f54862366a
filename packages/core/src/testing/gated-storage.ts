import { StoreError, type AppendOutcome, type Batch, type Storage } from '../ports/storage.ts';

/** What is to happen to one commit. */
export type CommitFate =
  | 'commit'
  /** refused before anything was written */
  | 'fail'
  /** written, the answer lost. F6 */
  | 'commit-then-lose-answer'
  /** given up for unknown, nothing written */
  | 'lose'
  /** given up for unknown, and written only when `landLate` is called */
  | 'lose-then-land-late';

/** A store whose commits wait to be let through, and fail as a test says. */
export interface GatedStorage extends Storage {
  /** batches that wait */
  readonly held: readonly Batch[];
  /** While held, commits wait for `release`. */
  hold(): void;
  /** Lets a waiting commit, by default the oldest, meet its fate. */
  release(fate?: CommitFate, index?: number): Promise<void>;
  /** The fate of commits that are not held, in order; afterwards all pass. */
  plan(...fates: CommitFate[]): void;
  /** Forgets what was planned. */
  unplan(): void;
  /** Nothing is held any more; what waits is still to be released. */
  letGo(): void;
  /** From now on every read of a log fails, or no longer. */
  breakReads(areBroken: boolean): void;
  /** From now on no read of a log is answered, or they are again. */
  hangReads(areHanging: boolean): void;
  /** Writes what `lose-then-land-late` kept back; answers what the store made of each entry. */
  landLate(): Promise<readonly AppendOutcome[]>;
}

export function createGatedStorage(storage: Storage): GatedStorage {
  const held: { batch: Batch; go: (fate: CommitFate) => Promise<void> }[] = [];
  const planned: CommitFate[] = [];
  const late: Batch[] = [];
  let isHeld = false;
  let areReadsBroken = false;
  let areReadsHanging = false;
  const guard =
    <Args extends unknown[], Value>(read: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      if (areReadsHanging) return new Promise(() => undefined);
      if (areReadsBroken) throw new StoreError('failed', 'planned');
      return read(...args);
    };

  async function meet(batch: Batch, fate: CommitFate): Promise<readonly AppendOutcome[]> {
    switch (fate) {
      case 'commit':
        return storage.commit(batch);
      case 'fail':
        throw new StoreError('failed', 'planned');
      case 'lose':
        throw new StoreError('unknown', 'planned');
      case 'lose-then-land-late':
        late.push(batch);
        throw new StoreError('unknown', 'planned');
      case 'commit-then-lose-answer':
        await storage.commit(batch);
        throw new StoreError('unknown', 'planned');
    }
  }

  return {
    ...storage,
    conversations: {
      ...storage.conversations,
      findPicture: guard(storage.conversations.findPicture),
      findEntry: guard(storage.conversations.findEntry),
    },
    get held() {
      return held.map(({ batch }) => batch);
    },
    commit(batch) {
      if (!isHeld) return meet(batch, planned.shift() ?? 'commit');
      return new Promise((resolve, reject) => {
        held.push({
          batch,
          go: (fate) =>
            meet(batch, fate).then(resolve, (error: unknown) => {
              reject(error instanceof Error ? error : new Error(String(error)));
            }),
        });
      });
    },
    hold() {
      isHeld = true;
    },
    async release(fate = 'commit', index = 0) {
      const [released] = held.splice(index, 1);
      await released?.go(fate);
    },
    plan(...fates) {
      planned.push(...fates);
    },
    unplan() {
      planned.length = 0;
    },
    letGo() {
      isHeld = false;
    },
    hangReads(areHanging) {
      areReadsHanging = areHanging;
    },
    breakReads(areBroken) {
      areReadsBroken = areBroken;
    },
    async landLate() {
      const batch = late.shift();
      return batch ? storage.commit(batch) : [];
    },
  };
}
