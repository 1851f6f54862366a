import type { ConversationId, UserId } from '@parley/protocol';
import type { Collections } from './collections.ts';

export type Hidden = ReturnType<typeof createHidden>;

/** What people deleted for themselves; whoever asks has settled their personal log. */
export function createHidden({ hidden }: Pick<Collections, 'hidden'>) {
  return {
    /** Which of some entries of a log a reader hid, by number. */
    async among(
      reader: UserId,
      log: ConversationId,
      entries: readonly { readonly seq: number }[],
    ): Promise<ReadonlySet<number>> {
      const [first, last] = [entries.at(0)?.seq, entries.at(-1)?.seq];
      if (first === undefined || last === undefined) return new Set();
      const seq = { $gte: Math.min(first, last), $lte: Math.max(first, last) };
      const found = await hidden
        .find({ user: reader, log, seq }, { projection: { _id: 0, seq: 1 } })
        .toArray();
      return new Set(found.map((one) => one.seq));
    },
    /** All numbers that a reader hid, by log. */
    async inLogs(
      reader: UserId,
      logs: readonly ConversationId[],
    ): Promise<ReadonlyMap<ConversationId, readonly number[]>> {
      const seqs = new Map<ConversationId, number[]>();
      const found = hidden.find(
        { user: reader, log: { $in: logs } },
        { projection: { _id: 0, log: 1, seq: 1 } },
      );
      for await (const { log, seq } of found) {
        const known = seqs.get(log);
        if (known === undefined) seqs.set(log, [seq]);
        else known.push(seq);
      }
      return seqs;
    },
  };
}
