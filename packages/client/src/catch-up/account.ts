import { createStore, type Observable } from '../observable.ts';
import type { AccountEntry, Me } from '../wire.ts';

/** Whose copies these are, of which server, and how far the personal log is read. */
export interface AccountRecord {
  readonly userId: string;
  readonly generation: string;
  /** undefined until the first list of conversations is complete */
  readonly seq?: number;
  readonly me?: Me;
  /** ids of people one has blocked */
  readonly blocked?: readonly string[];
  /** conversations that were pointed to and were not there when they were looked for */
  readonly unmet?: readonly string[];
}

export interface AccountOptions {
  /** Does what an entry says; false when it could not, for want of a connection. */
  readonly effect: (entry: AccountEntry) => Promise<boolean>;
  readonly onChanged: () => void;
  /** Entries are missing: `sync` from `seq`. */
  readonly onGap: () => void;
}

/** One's own account and the place in its log. */
export interface Account {
  readonly record: Observable<AccountRecord | undefined>;
  set(record: AccountRecord | undefined): void;
  change(part: Partial<AccountRecord>): void;
  /** Entries from anywhere; their effects happen one after the other, each once, in order. */
  receive(entries: readonly AccountEntry[]): Promise<void>;
}

export function createAccount({ effect, onChanged, onGap }: AccountOptions): Account {
  const record = createStore<AccountRecord | undefined>(undefined);
  const waiting = new Map<number, AccountEntry>();
  let working: Promise<void> = Promise.resolve();

  function change(part: Partial<AccountRecord>): void {
    const known = record.getSnapshot();
    if (known === undefined) return;
    record.set({ ...known, ...part });
    onChanged();
  }

  async function work(): Promise<void> {
    for (;;) {
      const seq = record.getSnapshot()?.seq;
      const entry = seq === undefined ? undefined : waiting.get(seq + 1);
      if (seq === undefined || entry === undefined) break;
      if (!(await effect(entry))) return; // the next connect brings it again
      waiting.delete(entry.seq);
      // The place moves only when the effect is done: a crash in between repeats it. SYN1
      if (record.getSnapshot()?.seq === seq) change({ seq: entry.seq });
    }
    const held = record.getSnapshot()?.seq ?? Infinity;
    for (const seq of waiting.keys()) if (seq <= held) waiting.delete(seq);
    if (waiting.size > 0 && held !== Infinity) onGap();
  }

  return {
    record,
    change,
    set(next) {
      waiting.clear();
      record.set(next);
      onChanged();
    },
    receive(entries) {
      const held = record.getSnapshot()?.seq ?? 0;
      for (const entry of entries) if (entry.seq > held) waiting.set(entry.seq, entry);
      working = working.then(work);
      return working;
    },
  };
}
