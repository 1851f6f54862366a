import { claimHoldsMs, type ClusterStore } from '@parley/core';
import { ObjectId } from 'mongodb';
import type { Collections } from './collections.ts';

/** Nodes that did not say that they stop are forgotten after this long. */
const forgottenMs = 24 * 60 * 60 * 1000;

/** How nodes that work on the same database find each other, and what each other stored. CLU1 @param own this node */
export function createClusterStore(
  { entries, nodes, claims }: Pick<Collections, 'entries' | 'nodes' | 'claims'>,
  own: string,
): ClusterStore {
  const said = new Set<string>();

  return {
    async listTail({ sinceMs, afterKey }, limit) {
      // The first four bytes of an id are the second in which its entry was sent.
      const from = ObjectId.createFromTime(Math.max(0, Math.floor(sinceMs / 1000)));
      const range = afterKey === undefined ? { $gte: from } : { $gt: new ObjectId(afterKey) };
      const found = await entries
        .find({ made: range }, { projection: { _id: 0, made: 1, log: 1, seq: 1, judging: 1 } })
        .sort({ made: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ made, log, seq, judging }) => ({ key: made.toHexString(), log, seq, judging }));
    },
    async sayAlive(node, nowMs) {
      await nodes.updateOne({ _id: node }, { $inc: { beat: 1 }, $set: { nowMs } }, { upsert: true });
      if (said.has(node)) return;
      said.add(node);
      await nodes.deleteMany({ nowMs: { $lt: nowMs - forgottenMs } });
    },
    async listNodes() {
      const found = await nodes.find().toArray();
      return found.map(({ _id, beat, nowMs }) => ({ node: _id, beat, nowMs }));
    },
    async removeNode(node) {
      await nodes.deleteOne({ _id: node });
    },
    async dropClaims(beforeMs) {
      await claims.deleteMany({ node: own, at: { $lt: beforeMs } });
      await claims.deleteMany({ at: { $lt: beforeMs - claimHoldsMs } });
    },
  };
}
