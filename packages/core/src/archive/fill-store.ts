import type { LogId } from '../log/entry.ts';
import type { Clock } from '../ports/clock.ts';
import {
  StoreError,
  type AppendOutcome,
  type NewEntry,
  type PositionUpdate,
  type Storage,
} from '../ports/storage.ts';
import { ArchiveError } from './archive-error.ts';
import type { ArchiveRecord } from './archive-record.ts';

export interface Filler {
  /** Takes records in the order in which they were read. What is there already, from an earlier run, is left as it is. */
  take(record: ArchiveRecord): Promise<void>;
  /** Everything taken is stored when it resolves. */
  flush(): Promise<void>;
}

/** Entries and positions of one commit: many logs are short. */
const rowsAtOnce = 1_000;
/** Of a store that does not answer. */
const triesMost = 5;
const pauseMs = 500;

/** Fills a store by ordinary commits. @throws ArchiveError, StoreError */
export function createFiller(storage: Storage, clock: Clock): Filler {
  let appends: NewEntry[] = [];
  let positions: PositionUpdate[] = [];

  /** SEQ1: each at its own number or not at all. Answers what is still to be stored. */
  async function append(
    entries: readonly NewEntry[],
    moves: readonly PositionUpdate[],
  ): Promise<readonly NewEntry[]> {
    const outcomes = await storage.commit({ appends: entries, positions: moves });
    const isOf = (outcome: AppendOutcome) => (_: NewEntry, index: number) => outcomes[index] === outcome;
    const refused = entries.find(isOf('rejected'));
    if (refused !== undefined)
      throw new ArchiveError(`The store does not take entry ${String(refused.seq)} of ${refused.log}.`);
    const left = entries.filter((_, index) => outcomes[index] !== 'stored');
    if (left.length === 0) return [];
    // An earlier run was here.
    const heads = await headsOf(storage, left);
    const missing = left.filter(({ log, seq }) => seq > (heads.get(log) ?? 0));
    const [first] = missing;
    if (first !== undefined && missing.length === entries.length)
      throw new ArchiveError(
        `Entry ${String(first.seq)} of ${first.log} does not follow what is in the store.`,
      );
    return missing;
  }

  async function again(attempt: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1)
      try {
        await attempt();
        return;
      } catch (error) {
        if (!(error instanceof StoreError) || tries >= triesMost) throw error;
        await new Promise<void>((resolve) => clock.after(pauseMs * tries, resolve));
      }
  }

  async function flush(): Promise<void> {
    let left: readonly NewEntry[] = appends;
    const moves = positions;
    appends = [];
    positions = [];
    if (left.length === 0 && moves.length === 0) return;
    do
      await again(async () => {
        left = await append(left, moves);
      });
    while (left.length > 0);
  }

  async function take(record: ArchiveRecord): Promise<void> {
    switch (record.kind) {
      case 'entries':
        appends.push(...record.entries);
        break;
      case 'positions':
        positions.push(...record.positions);
        break;
      case 'accounts':
        await flush();
        await again(() => storage.archive.putAccounts(record.accounts));
        return;
      case 'media':
        await again(() => storage.media.put(record.media));
        return;
      case 'sessions':
        await again(() => storage.archive.putSessions(record.sessions));
        return;
    }
    if (appends.length + positions.length >= rowsAtOnce) await flush();
  }

  return { take, flush };
}

async function headsOf(
  { archive }: Storage,
  entries: readonly NewEntry[],
): Promise<ReadonlyMap<LogId, number>> {
  const logs = [...new Set(entries.map(({ log }) => log))];
  const heads = await archive.findHeads(logs);
  return new Map(logs.map((log, index) => [log, heads[index] ?? 0]));
}
