import type { ConversationId, UserId } from '@parley/protocol';
import type { ActivityTally, ConversationReads } from '../ports/conversation-reads.ts';

/** Entries counted in one read, so that no other reader waits long. */
const entriesPerRead = 20_000;
/** Groups whose tallies are kept: the next question then counts only what is new. */
const groupsKept = 100;

interface Tally {
  uptoSeq: number;
  readonly byUser: Map<UserId, ActivityTally>;
}

/** Counts what each member did, derived from the log; never stored, so it cannot drift. */
export function createActivityTallies(conversations: Pick<ConversationReads, 'tallyActivity'>) {
  const kept = new Map<ConversationId, Tally>();

  function add(tally: Tally, found: readonly ActivityTally[], uptoSeq: number): void {
    tally.uptoSeq = uptoSeq;
    for (const one of found) {
      const before = tally.byUser.get(one.userId);
      tally.byUser.set(one.userId, { ...one, messages: one.messages + (before?.messages ?? 0) });
    }
  }

  return {
    /** Activity by user in the log's first `headSeq` entries, or a little more. */
    async upTo(log: ConversationId, headSeq: number): Promise<ReadonlyMap<UserId, ActivityTally>> {
      const tally = kept.get(log) ?? { uptoSeq: 0, byUser: new Map<UserId, ActivityTally>() };
      kept.delete(log);
      while (tally.uptoSeq < headSeq) {
        const from = tally.uptoSeq;
        const uptoSeq = Math.min(headSeq, from + entriesPerRead);
        const found = await conversations.tallyActivity(log, from, uptoSeq);
        // Another question may have counted the same span meanwhile.
        if (tally.uptoSeq === from) add(tally, found, uptoSeq);
      }
      kept.set(log, tally);
      if (kept.size > groupsKept)
        for (const oldest of kept.keys()) {
          kept.delete(oldest);
          break;
        }
      return tally.byUser;
    },
  };
}
