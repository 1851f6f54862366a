import {
  createFreshRun,
  isPersonalLogId,
  knownKinds,
  personalLogId,
  personalLogOwner,
  type LogId,
} from '@parley/core';
import type { UserId } from '@parley/protocol';
import type { Filter } from 'mongodb';
import type { Collections } from './collections.ts';
import type { EntryDocument } from './documents.ts';
import { atSeqs } from './entry-key.ts';
import { projectConversation } from './conversation-projections.ts';
import { projectMessages } from './message-projections.ts';
import { projectPersonal } from './personal-projections.ts';

export type Pending = ReturnType<typeof createPending>;

const settledAtOnce = 200;
const logsAtOnce = 1_000;

/**
 * The append is the commit; members, texts and accounts follow. An entry that changes any of them is `pending` until
 * that is done, by whoever comes first: the node that appended it, or one that is about to read. So a read sees every
 * entry that was stored before it, whatever became of the node that stored it. SYN1
 */
export function createPending(collections: Collections) {
  const { entries } = collections;
  const running = new Map<LogId, Settling>();

  /** All that is pending in a log now, in order, `[]` once there is nothing. */
  async function listPending(log: LogId): Promise<readonly EntryDocument[]> {
    const wanted = { log, pending: true } as const;
    const first = await entries.find(wanted).sort({ seq: 1 }).limit(settledAtOnce).toArray();
    const last = first.at(-1)?.seq;
    // Entries become visible in the order of the log, but a cursor may begin before one of them and end behind the next.
    return last === undefined
      ? []
      : entries
          .find({ ...wanted, seq: { $lte: last } })
          .sort({ seq: 1 })
          .toArray();
  }

  async function settleNow(log: LogId): Promise<void> {
    for (;;) {
      const pending = ownPart(await listPending(log));
      if (pending.length === 0) return;
      if (isPersonalLogId(log)) await projectPersonal(collections, personalLogOwner(log), pending);
      else {
        await projectMessages(collections, pending);
        await projectConversation(collections, log, pending);
      }
      const seqs = pending.map(({ seq }) => seq);
      // An edit's text is in its message now; a first message keeps its own.
      const [edits, others] = [{ kind: 'edit' } as const, { kind: { $ne: 'edit' } } as const];
      const done = atSeqs(log, seqs);
      await entries.updateMany({ ...done, ...others }, { $unset: { pending: 1 } });
      if (pending.some(({ kind }) => kind === 'edit'))
        await entries.updateMany({ ...done, ...edits }, { $unset: { pending: 1, content: 1 } });
    }
  }

  /** Whoever asks while it runs shares the next run: this one may have begun before what they want settled. */
  function settle(log: LogId): Promise<void> {
    const settling = running.get(log) ?? { run: createFreshRun(() => settleNow(log)), asked: new Set() };
    running.set(log, settling);
    const asked = settling.run().finally(() => {
      settling.asked.delete(asked);
      if (settling.asked.size === 0) running.delete(log);
    });
    settling.asked.add(asked);
    return asked;
  }

  /** Answers whether there was anything. */
  async function settleFound(filter: Pick<Filter<EntryDocument>, 'log'>): Promise<boolean> {
    let before: ReadonlySet<LogId> = new Set();
    for (let hasFound = false; ; hasFound = true) {
      const found = await entries
        .find({ ...filter, pending: true }, { projection: { _id: 0, log: 1 } })
        .limit(logsAtOnce)
        .toArray();
      const logs = new Set(found.map(({ log }) => log));
      await Promise.all([...logs].map(settle));
      // What is found again is left to a later version.
      if (found.length < logsAtOnce || [...logs].every((log) => before.has(log)))
        return hasFound || found.length > 0;
      before = logs;
    }
  }

  return {
    /** What is pending in a log; without asking again for one that has nothing. */
    settle: (log: LogId): Promise<boolean> => settleFound({ log }),
    /** In logs, and in what a reader keeps of them. */
    settleFor: (reader: UserId, logs: readonly LogId[]): Promise<boolean> =>
      settleFound({ log: { $in: [...logs, personalLogId(reader)] } }),
    settleUsers: (users: readonly UserId[]): Promise<boolean> =>
      settleFound({ log: { $in: users.map(personalLogId) } }),
    /** Everywhere: for lists that name no log. */
    settleAll: (): Promise<boolean> => settleFound({}),
    /** After a commit. Whatever fails here is done by whoever reads next. */
    settleSoon(log: LogId): void {
      settle(log).catch(() => undefined);
    },
    /** What is under way is over. */
    async idle(): Promise<void> {
      while (running.size > 0)
        await Promise.allSettled([...running.values()].flatMap(({ asked }) => [...asked]));
    },
  };
}

/** What this program may settle: nothing of kinds that it does not know, nor what is behind one that affects judging. CLU1b */
function ownPart(pending: readonly EntryDocument[]): readonly EntryDocument[] {
  const isForeign = ({ kind }: EntryDocument) => !knownKinds.includes(kind);
  const end = pending.findIndex((entry) => isForeign(entry) && entry.judging);
  return pending.slice(0, end === -1 ? undefined : end).filter((entry) => !isForeign(entry));
}

interface Settling {
  readonly run: () => Promise<void>;
  /** those who wait for it, or for the next */
  readonly asked: Set<Promise<void>>;
}
