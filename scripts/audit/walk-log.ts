import type { Account } from './account.ts';
import type { Faults } from './audit-error.ts';
import { flagOf, listOf, wholeNumber, type Fields } from './fields.ts';

export interface LogWalk {
  readonly account: Account;
  /** of the log's changes, without a query */
  readonly path: string;
  readonly faults: Faults;
  /** Hears of every entry once, ascending. */
  readonly visit: (entry: Fields, seq: number) => void;
  /** Entries read so far, after each page. */
  readonly progress: (read: number) => void;
}

const pageLimit = 200;

/**
 * Reads a log from its first entry to its head and notes every gap, repeat and contradiction in its numbers. SEQ1
 * Resolves to the last number read; `undefined`: the log is not there, or no longer one's own.
 */
export async function walkLog({
  account,
  path,
  faults,
  visit,
  progress,
}: LogWalk): Promise<number | undefined> {
  let last = 0;
  let head = 0;
  for (;;) {
    const page = await account.get(`${path}?after=${String(last)}&limit=${String(pageLimit)}`);
    if (page === undefined) return undefined;
    const before = last;
    for (const entry of listOf(page, 'entries')) {
      const seq = wholeNumber(entry, 'seq');
      if (seq <= last) faults.add(`number ${String(seq)} comes again after ${String(last)}`);
      if (seq > last + 1) faults.add(missing(last + 1, seq - 1));
      if (seq <= last) continue;
      last = seq;
      visit(entry, seq);
    }
    const named = wholeNumber(page, 'last_seq');
    if (named < head) faults.add(`its head went back from ${String(head)} to ${String(named)}`);
    head = Math.max(head, named);
    progress(last);
    if (flagOf(page, 'has_more') && last > before) continue;
    if (last > head) faults.add(`it has number ${String(last)} and says that its head is ${String(head)}`);
    if (last < head) faults.add(missing(last + 1, head));
    return last;
  }
}

function missing(from: number, to: number): string {
  return from === to
    ? `number ${String(from)} is missing`
    : `numbers ${String(from)} to ${String(to)} are missing`;
}
