import type { AppendOutcome } from '@parley/core';
import { createAppendEntry } from './append-entry.ts';
import type { Connection } from './connection.ts';
import type { EncodedBatch, EncodedEntry, EncodedPosition } from './encoded-batch.ts';
import type { LogHeads } from './log-heads.ts';
import { isPoison } from './store-failure.ts';
import type { Transact } from './transact.ts';

/** One outcome per append, in order; `null` when all are stored, which is nearly always. */
export type CommitAnswer = readonly AppendOutcome[] | null;

/** Stores a batch in one transaction with one sync. SND1 */
export function createCommit(
  connection: Connection,
  heads: LogHeads,
  transact: Transact,
): (batch: EncodedBatch) => CommitAnswer {
  const append = createAppendEntry(connection, heads);
  const movePosition = connection.prepare<unknown, [number, number, number, string, number, number]>(
    `update members set read_seq = max(read_seq, ?), delivered_seq = max(delivered_seq, ?)
     where log = ? and id = ? and (read_seq < ? or delivered_seq < ?)`,
  );
  const savepoint = connection.prepare<unknown, []>('savepoint entry');
  const release = connection.prepare<unknown, []>('release entry');
  const backToSavepoint = connection.prepare<unknown, []>('rollback to entry');

  /** SND4: whatever an entry the database refuses has begun is taken back, and it alone. */
  function appendGuarded(entry: EncodedEntry): AppendOutcome {
    savepoint.run();
    try {
      return append(entry);
    } catch (error) {
      if (!isPoison(error)) throw error;
      backToSavepoint.run();
      heads.forget();
      return 'rejected';
    } finally {
      if (connection.database.inTransaction) release.run();
    }
  }

  /** RD1: positions only grow, and read implies delivered. */
  function move([log, user, readSeq, deliveredSeq]: EncodedPosition): void {
    const key = heads.findKey(log);
    if (key === undefined) return;
    const delivered = Math.max(readSeq, deliveredSeq);
    movePosition.run(readSeq, delivered, key, user, readSeq, delivered);
  }

  function store({ appends, positions }: EncodedBatch, appendOne: typeof appendGuarded): CommitAnswer {
    const outcomes = appendAll(appends, appendOne);
    for (const position of positions) move(position);
    return outcomes;
  }

  return (batch) => {
    heads.trim();
    try {
      return transact(() => store(batch, append));
    } catch (error) {
      // A poison entry is rare: look for it only once there is one, with a savepoint around each.
      if (!isPoison(error)) throw error;
      return transact(() => store(batch, appendGuarded));
    }
  };
}

/** Per log a prefix is stored: what follows a refused entry of its log is skipped. SEQ1, SND4 */
function appendAll(
  appends: readonly EncodedEntry[],
  appendOne: (entry: EncodedEntry) => AppendOutcome,
): CommitAnswer {
  let refused: Set<string> | undefined;
  let outcomes: AppendOutcome[] | null = null;
  for (const [index, entry] of appends.entries()) {
    const [log] = entry;
    const outcome = refused?.has(log) === true ? 'skipped' : appendOne(entry);
    if (outcome === 'stored') {
      outcomes?.push(outcome);
      continue;
    }
    outcomes ??= new Array<AppendOutcome>(index).fill('stored');
    outcomes.push(outcome);
    refused ??= new Set();
    refused.add(log);
  }
  return outcomes;
}
