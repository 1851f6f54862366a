import type { MemoryState } from '@parley/core/testing';
import type { ConversationId, UserId } from '@parley/protocol';

/** What the server said to anybody, whether or not it was heard: the oracle holds it against the logs. */
export interface Ledger {
  /** One line of the run; equal runs have equal lines. */
  note(line: string): void;
  /** Something worth counting has happened, so that schedules in which it never does are noticed. */
  count(what: string): void;
  readonly counts: ReadonlyMap<string, number>;
  /** The server has told of an entry: from now on it must judge by it. */
  told(conversation: string, seq: number): void;
  /** A process starts, and finds what is in the logs. */
  started(): void;
  /** A person asks for a message to be sent; call the result with the answer. */
  asked(user: UserId, conversation: ConversationId): (id: string, answer: unknown) => void;
  readonly acks: readonly Ack[];
  /** ids that somebody was told to have failed */
  readonly failed: Set<string>;
  /** answers that no state of the log at any time between question and answer can explain */
  readonly faults: readonly string[];
  /** of all lines */
  hash(): string;
}

export interface Ack {
  readonly user: UserId;
  readonly conversation: ConversationId;
  readonly id: string;
  /** `null`: queued */
  readonly seq: number | null;
  readonly run: number;
}

interface Standing {
  readonly isMember: boolean;
  readonly removals: number;
}

/** @param run the number of the server's process that speaks now */
export function createLedger(state: MemoryState, run: () => number): Ledger {
  const acks: Ack[] = [];
  const failed = new Set<string>();
  const faults: string[] = [];
  const counts = new Map<string, number>();
  let known = new Map<string, number>();
  let hash = 0n;

  function count(what: string): void {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }

  /** Where nothing is written yet, everybody who may begin it is in. */
  function standingOf(user: UserId, conversation: ConversationId): Standing {
    const log = state.conversations.get(conversation);
    if (log === undefined) return { isMember: true, removals: 0 };
    let [isMember, removals] = [log.type === 'direct', 0];
    for (const { seq, event } of log.entries) {
      if (event.kind === 'created') isMember = event.members.some(({ userId }) => userId === user);
      // What is stored and nobody knows of yet entitles to nothing.
      if (event.kind === 'member_added' && event.userId === user)
        isMember = seq <= (known.get(conversation) ?? 0);
      if (event.kind !== 'member_removed' || event.userId !== user) continue;
      isMember = false;
      removals += 1;
    }
    return { isMember, removals };
  }

  return {
    acks,
    failed,
    faults,
    counts,
    count,
    told(conversation, seq) {
      known.set(conversation, Math.max(seq, known.get(conversation) ?? 0));
    },
    started() {
      known = new Map([...state.conversations].map(([log, { entries }]) => [log, entries.length]));
    },
    note(line) {
      hash = Bun.hash.wyhash(line, hash);
    },
    asked(user, conversation) {
      const before = standingOf(user, conversation);
      return (id, answer) => {
        // The wire's own shape of an answer.
        const { ok, error, seq } = answer as Answer;
        if (ok) {
          acks.push({ user, conversation, id, seq: seq ?? null, run: run() });
          count(seq === null ? 'acked as queued' : 'acked as stored');
        } else if (error?.retry === false && error.code !== 'invalid') {
          count('refused');
          const now = standingOf(user, conversation);
          // GRP1: a refusal is judged at a head read in that very request.
          if (error.code !== 'not_found' || (before.isMember && now.removals === before.removals))
            faults.push(`${user}: ${id} was refused as ${error.code} by no right`);
        }
      };
    },
    hash: () => hash.toString(16),
  };
}

interface Answer {
  readonly ok: boolean;
  readonly seq?: number | null;
  readonly error?: { readonly code: string; readonly retry: boolean };
}
