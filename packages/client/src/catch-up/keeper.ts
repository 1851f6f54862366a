import type { Cell, CellRecord, TimelineRecord } from '../conversations/cell.ts';
import type { Clock } from '../ports/clock.ts';
import type { Storage, StorageChange } from '../ports/storage.ts';
import type { AccountRecord } from './account.ts';

export interface KeeperOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly account: () => AccountRecord | undefined;
  readonly onUnkept: (error: unknown) => void;
}

/** Keeps copies of what the server has, so that a reload shows it before the network answers. */
export interface Keeper {
  load(): Promise<{ readonly account: AccountRecord | undefined; readonly cells: readonly CellRecord[] }>;
  loadTimeline(id: string): Promise<TimelineRecord | undefined>;
  /** Something of this conversation, or (undefined) of the account, has changed. */
  touch(cell: Cell | undefined): void;
  drop(id: string): void;
  /** Drops all copies; the outbox stays. SYN3 */
  clear(): Promise<void>;
  /** This tab writes copies from now on, beginning with all it holds. */
  lead(cells: Iterable<Cell>): void;
  /** Another tab writes copies from now on. */
  follow(): void;
  /** Another tab has dropped all copies: what this one writes next is all it holds. */
  renew(cells: Iterable<Cell>): void;
  /** Signed out, perhaps in another tab, which has dropped the copies: nothing is written until `resume`. */
  pause(): void;
  resume(): void;
  /** Writes what has changed, now. */
  flush(): Promise<void>;
}

/** Changes within this time are written together. */
const gatherMs = 150;
/** A write holds the newest items of each conversation concerned: a busy one is not written at every message. */
const betweenMs = 1_000;
const accountKey = 'account';

export function createKeeper({ storage, clock, account, onUnkept }: KeeperOptions): Keeper {
  const dirty = new Set<Cell>();
  const dropped = new Set<string>();
  let isAccountDirty = false;
  let isLeading = false;
  let isPaused = false;
  let isScheduled = false;
  let writtenAtMs = -betweenMs;
  let writing: Promise<void> = Promise.resolve();
  /** Where the tab that led before got to, until this one has written. */
  let predecessor: AccountRecord | undefined;
  /** Counts clearings: what failed before one is not wanted after it. */
  let clearings = 0;

  /** One step for all: how far the personal log was read never runs ahead of what it changed. */
  function gather(): StorageChange[] {
    const changes: StorageChange[] = [...dropped].flatMap((key) => [
      { table: 'conversations', key },
      { table: 'timelines', key },
    ]);
    for (const cell of dirty) {
      const records = cell.records();
      if (records === undefined) continue;
      changes.push({ table: 'conversations', key: cell.id, value: records.cell });
      if (records.timeline !== undefined)
        changes.push({ table: 'timelines', key: cell.id, value: records.timeline });
    }
    const record = isAccountDirty ? account() : undefined;
    if (record !== undefined) changes.push({ table: 'account', key: accountKey, value: record });
    return changes;
  }

  function forget(): void {
    dirty.clear();
    dropped.clear();
    isAccountDirty = false;
  }

  async function writeOnce(): Promise<void> {
    const changes = isLeading && !isPaused && !isBehind(account(), predecessor) ? gather() : [];
    if (changes.length === 0) return;
    const taken = { cells: [...dirty], ids: [...dropped], isAccount: isAccountDirty, clearings };
    forget();
    try {
      await storage.write(changes);
      predecessor = undefined;
    } catch (error) {
      onUnkept(error);
      if (taken.clearings !== clearings) return;
      // It goes with the next write, so that the account's place never runs ahead of what was lost here.
      for (const cell of taken.cells) dirty.add(cell);
      for (const id of taken.ids) dropped.add(id);
      isAccountDirty ||= taken.isAccount;
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(writeOnce);
    return writing;
  }

  function schedule(): void {
    if (isScheduled || !isLeading) return;
    isScheduled = true;
    const restMs = writtenAtMs + betweenMs - clock.monotonicMs();
    clock.after(Math.max(gatherMs, restMs), () => {
      isScheduled = false;
      writtenAtMs = clock.monotonicMs();
      void flush();
    });
  }

  async function read<Value>(reading: Promise<Value>): Promise<Value | undefined> {
    return reading.catch((error: unknown) => {
      onUnkept(error);
      return undefined;
    });
  }

  return {
    async load() {
      const found = await read(storage.find('account', accountKey));
      const cells = (await read(storage.list('conversations'))) ?? [];
      // The tables hold what `gather` wrote.
      return { account: found as AccountRecord | undefined, cells: cells as readonly CellRecord[] };
    },
    // As above.
    loadTimeline: async (id) => (await read(storage.find('timelines', id))) as TimelineRecord | undefined,
    touch(cell) {
      if (cell === undefined) isAccountDirty = true;
      else dirty.add(cell);
      schedule();
    },
    drop(id) {
      for (const cell of dirty) if (cell.id === id) dirty.delete(cell);
      dropped.add(id);
      schedule();
    },
    clear() {
      forget();
      predecessor = undefined;
      clearings += 1;
      writing = writing.then(() => storage.clear(['conversations', 'timelines', 'account']).catch(onUnkept));
      return writing;
    },
    lead(cells) {
      isLeading = true;
      isAccountDirty = true;
      // The last write of the tab that led before may still be on its way: it must not land on a newer one.
      writtenAtMs = clock.monotonicMs();
      writing = writing.then(async () => {
        // As above.
        predecessor = (await read(storage.find('account', accountKey))) as AccountRecord | undefined;
      });
      for (const cell of cells) if (cell.state.getSnapshot().timeline !== undefined) dirty.add(cell);
      schedule();
    },
    follow() {
      isLeading = false;
    },
    renew(cells) {
      isAccountDirty = true;
      for (const cell of cells) dirty.add(cell);
      schedule();
    },
    pause() {
      isPaused = true;
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      schedule();
    },
    flush,
  };
}

/** Copies on the disk never go back: other tabs read them in parts. A tab that was cut off catches up before it writes. */
function isBehind(own: AccountRecord | undefined, other: AccountRecord | undefined): boolean {
  if (own?.userId !== other?.userId || own?.generation !== other?.generation) return false;
  return (own?.seq ?? -1) < (other?.seq ?? -1);
}
