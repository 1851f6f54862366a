/*
 * The promise under measurement: what was acked is in the log once, without gaps, and every member learned it
 * once and in order. Cheap enough to run inside the load generator, on every message. SEQ1, SEQ2, SND1
 */

/** What can be found wrong. */
export const findingNames = [
  'lost', // entries that a member never learned
  'doubled', // entries that a member learned again
  'swapped', // entries that a member learned after a later one
  'mismatched', // a seq with two different ids
  'notStored', // acked or delivered, but not in the history
  'storedTwice', // ids or seqs that the history holds twice
  'gaps', // seqs missing from the history
  'unanswered', // sends never answered, or refused for no good reason
] as const;

/** How often; all zero is what a run must end with. */
export type Findings = Record<(typeof findingNames)[number], number>;

export function noFindings(): Findings {
  return {
    lost: 0,
    doubled: 0,
    swapped: 0,
    mismatched: 0,
    notStored: 0,
    storedTwice: 0,
    gaps: 0,
    unanswered: 0,
  };
}

export function addFindings(total: Findings, more: Findings): void {
  for (const name of findingNames) total[name] += more[name];
}

export function countFindings(findings: Findings): number {
  return Object.values(findings).reduce((sum, count) => sum + count, 0);
}

/** One entry as the history answers it; `id` only for messages. */
export interface StoredEntry {
  readonly seq: number;
  readonly id?: string;
}

export interface LogAudit {
  readonly findings: Findings;
  /** highest seq that anybody learned */
  head(): number;
  /** highest seq that this member learned */
  lastSeq(member: number): number;
  /** A member learned an entry, by its ack or by an event. */
  learned(member: number, seq: number, id: string): void;
  /** A member received, byte for byte, what others learned one by one, up to and including `seq`. */
  learnedThrough(member: number, seq: number): void;
  /** The next entries of the history, in the order answered. */
  stored(entries: readonly StoredEntry[]): void;
  /** Call once, after everything; without history (a server that stores nothing) `hasHistory` is false. */
  finish(hasHistory: boolean): Findings;
}

interface MemberState {
  last: number;
  /** seqs at or below `last` that are still owed; made only when something is wrong */
  missing: Set<number> | undefined;
}

/** `baseSeq`: the log's head before the run; `memberCount`: receivers, numbered from 0. */
export function createLogAudit(baseSeq: number, memberCount: number): LogAudit {
  const findings = noFindings();
  const members: MemberState[] = Array.from({ length: memberCount }, () => ({
    last: baseSeq,
    missing: undefined,
  }));
  const idBySeq: (string | undefined)[] = []; // index: seq - baseSeq - 1
  const history = createHistoryAudit(baseSeq, idBySeq, findings);

  const member = (index: number): MemberState => {
    const state = members[index];
    if (state === undefined) throw new Error(`no member ${index} in this audit`);
    return state;
  };

  const learnedOutOfTurn = (state: MemberState, seq: number): void => {
    if (seq > state.last) {
      state.missing ??= new Set();
      for (let owed = state.last + 1; owed < seq; owed++) state.missing.add(owed);
      state.last = seq;
    } else if (state.missing?.delete(seq) === true) {
      findings.swapped++;
    } else {
      findings.doubled++;
    }
  };

  return {
    findings,
    head: () => baseSeq + idBySeq.length,
    lastSeq: (index) => member(index).last,
    learned(index, seq, id) {
      const state = member(index);
      if (seq === state.last + 1) state.last = seq;
      else learnedOutOfTurn(state, seq);
      const known = idBySeq[seq - baseSeq - 1];
      if (known === undefined) idBySeq[seq - baseSeq - 1] = id;
      else if (known !== id) findings.mismatched++;
    },
    learnedThrough(index, seq) {
      const state = member(index);
      if (seq > state.last) state.last = seq;
    },
    stored: (entries) => history.stored(entries),
    finish(hasHistory) {
      if (hasHistory) history.finish();
      const head = Math.max(baseSeq + idBySeq.length, history.head());
      for (const state of members) findings.lost += head - state.last + (state.missing?.size ?? 0);
      return findings;
    },
  };
}

function createHistoryAudit(baseSeq: number, idBySeq: readonly (string | undefined)[], findings: Findings) {
  const storedIds = new Set<string>();
  let last = baseSeq;
  return {
    head: () => last,
    stored(entries: readonly StoredEntry[]): void {
      for (const { seq, id } of entries) {
        if (seq <= last) findings.storedTwice++;
        else findings.gaps += seq - last - 1;
        last = Math.max(last, seq);
        if (id === undefined) continue;
        if (storedIds.has(id)) findings.storedTwice++;
        storedIds.add(id);
        const learned = idBySeq[seq - baseSeq - 1];
        if (learned !== undefined && learned !== id) findings.mismatched++;
      }
    },
    finish(): void {
      for (const id of idBySeq) if (id !== undefined && !storedIds.has(id)) findings.notStored++;
    },
  };
}
