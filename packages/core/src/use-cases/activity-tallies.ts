import type { ConversationId, UserId } from '@parley/protocol';
import type { ActivityTally, ConversationReads } from '../ports/conversation-reads.ts';

/** Entries counted in one read, so that no other reader waits long. */
const entriesPerRead = 20_000;
/** Groups whose tallies are kept: the next question then counts only what is new. */
const groupsKept = 100;

interface Tally {
  uptoSeq: number;
  /** a read under way, for all who ask meanwhile */
  counting: Promise<void> | undefined;
  readonly byUser: Map<UserId, ActivityTally>;
}

/** Counts what each member did, derived from the log; never stored, so it cannot drift. */
export function createActivityTallies(conversations: Pick<ConversationReads, 'tallyActivity'>) {
  const kept = new Map<ConversationId, Tally>();

  async function countNext(log: ConversationId, tally: Tally, headSeq: number): Promise<void> {
    const uptoSeq = Math.min(headSeq, tally.uptoSeq + entriesPerRead);
    const found = await conversations.tallyActivity(log, tally.uptoSeq, uptoSeq);
    tally.uptoSeq = uptoSeq;
    for (const one of found) {
      const before = tally.byUser.get(one.userId);
      tally.byUser.set(one.userId, { ...one, messages: one.messages + (before?.messages ?? 0) });
    }
  }

  /** The tally of a group, which counts as used now; the one unused for longest makes room. */
  function tallyOf(log: ConversationId): Tally {
    const tally = kept.get(log) ?? { uptoSeq: 0, counting: undefined, byUser: new Map() };
    kept.delete(log);
    kept.set(log, tally);
    const [oldest] = kept.size > groupsKept ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return tally;
  }

  return {
    /** Activity by user in the log's first `headSeq` entries, or a little more. */
    async upTo(log: ConversationId, headSeq: number): Promise<ReadonlyMap<UserId, ActivityTally>> {
      const tally = tallyOf(log);
      while (tally.uptoSeq < headSeq) {
        tally.counting ??= countNext(log, tally, headSeq).finally(() => {
          tally.counting = undefined;
        });
        await tally.counting;
      }
      return tally.byUser;
    },
  };
}
