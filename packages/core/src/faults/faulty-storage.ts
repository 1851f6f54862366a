import { aroundAll } from '../around-all.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreError, type AppendOutcome, type Batch, type Storage } from '../ports/storage.ts';
import { calm, type StorageFaults } from './storage-faults.ts';

export { calm, type StorageFaults };

export interface FaultyStorageOptions {
  readonly clock: Clock;
  /** 0 ≤ x < 1; seeded, the same faults come again */
  readonly random: () => number;
}

/** A store that fails on purpose, over any adapter. What it says is stored is stored. */
export interface FaultyStorage extends Storage {
  /** From now on. What is under way goes on as it began. */
  setFaults(faults: Partial<StorageFaults>): void;
  /** Everything waits until it is let go again: a stopped process, a hung connection. F3 */
  stall(isStalled: boolean): void;
  /** Writes that were given up and are still to land. */
  readonly late: number;
  /** Nothing that is not written by now will be, and nobody hears of it: it went down with the process that had it. */
  dropUnwritten(): void;
}

const away = 'The store is away: a fault on purpose.';
const noAnswer = 'The answer was lost: a fault on purpose.';

export function createFaultyStorage(
  storage: Storage,
  { clock, random }: FaultyStorageOptions,
): FaultyStorage {
  let faults = calm;
  let stalled: (() => void)[] | undefined;
  const late = new Set<Batch>();
  let lives = 0;

  async function wait(ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
    while (stalled !== undefined) {
      const waiting = stalled;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  function latencyMs(): number {
    const { fromMs, toMs } = faults.latency;
    return fromMs + random() * (toMs - fromMs);
  }

  /** Whether this happens now, to so many of one. */
  function happens(share: number): boolean {
    return share > 0 && random() < share;
  }

  /** Written at some time after its caller has given up, or never. */
  function landLater(batch: Batch): void {
    late.add(batch);
    clock.after(random() * faults.lateWithinMs, () => {
      if (!late.delete(batch)) return;
      // Whatever becomes of it, nobody waits for the answer.
      storage.commit(batch).catch(() => undefined);
    });
  }

  async function commit(batch: Batch): Promise<readonly AppendOutcome[]> {
    // Decided when it is sent, so that a schedule does not depend on how long things take.
    const { isDown } = faults;
    const fate = chooseFate();
    const life = lives;
    await wait(isDown ? 0 : latencyMs());
    if (life !== lives) return new Promise(() => undefined);
    if (isDown || faults.isDown) throw new StoreError('failed', away);
    switch (fate) {
      case 'fail':
        throw new StoreError('failed', away);
      case 'lose':
        throw new StoreError('unknown', noAnswer);
      case 'late':
        landLater(batch);
        throw new StoreError('unknown', noAnswer);
      case 'hang':
        if (random() < 0.5) landLater(batch);
        return new Promise(() => undefined);
      case 'part':
        await storage.commit(partOf(batch));
        throw new StoreError('unknown', noAnswer);
      case 'unanswered':
        await storage.commit(batch);
        throw new StoreError('unknown', noAnswer);
      case 'commit':
        return storage.commit(batch);
    }
  }

  function chooseFate() {
    if (happens(faults.failBefore)) return 'fail';
    if (happens(faults.failAfter)) return 'unanswered';
    if (happens(faults.partial)) return 'part';
    if (happens(faults.lost)) return 'lose';
    if (happens(faults.late)) return 'late';
    return happens(faults.hang) ? 'hang' : 'commit';
  }

  /** Per log a prefix, of random length. */
  function partOf({ appends, positions }: Batch): Batch {
    const kept = new Map<string, boolean>();
    const isKept = ({ log }: Batch['appends'][number]) => {
      const goesOn = (kept.get(log) ?? true) && random() < 0.6;
      kept.set(log, goesOn);
      return goesOn;
    };
    return { appends: appends.filter(isKept), positions: random() < 0.5 ? positions : [] };
  }

  async function guard<Value>(call: () => Promise<Value>): Promise<Value> {
    await wait(faults.isDown ? 0 : latencyMs());
    if (faults.isDown || happens(faults.failRead)) throw new StoreError('failed', away);
    if (happens(faults.hangRead)) return new Promise(() => undefined);
    return call();
  }

  const { listUnfinishedDeletions, eraseDeleted, ping } = storage;
  return {
    ...storage,
    commit,
    conversations: aroundAll(storage.conversations, guard),
    accounts: aroundAll(storage.accounts, guard),
    media: aroundAll(storage.media, guard),
    ...(storage.cluster === undefined ? {} : { cluster: aroundAll(storage.cluster, guard) }),
    ...aroundAll({ listUnfinishedDeletions, eraseDeleted, ping }, guard),
    close: () => storage.close(),
    setFaults(next) {
      faults = { ...faults, ...next };
    },
    stall(isStalled) {
      const waiting = stalled ?? [];
      stalled = isStalled ? waiting : undefined;
      if (!isStalled) for (const go of waiting.splice(0)) go();
    },
    get late() {
      return late.size;
    },
    dropUnwritten() {
      late.clear();
      lives += 1;
    },
  };
}
