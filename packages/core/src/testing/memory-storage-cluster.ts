import type { AppendOutcome, Batch } from '../ports/storage.ts';
import { claimHoldsMs, type ClusterStore } from '../ports/cluster-store.ts';
import type { MemoryState } from './memory-storage-state.ts';

/** What several nodes need of a store that they share. */
export function createMemoryCluster({ tail, nodes, claims }: MemoryState, own: string): ClusterStore {
  return {
    listTail: async ({ sinceMs, afterKey }, limit) => {
      const first = afterKey === undefined ? 0 : Number(afterKey) + 1;
      return tail
        .slice(first)
        .flatMap(({ storedMs, ...entry }, index) =>
          storedMs >= sinceMs ? [{ ...entry, key: String(first + index) }] : [],
        )
        .slice(0, limit);
    },
    sayAlive: async (node, nowMs) => {
      nodes.set(node, { beat: (nodes.get(node)?.beat ?? 0) + 1, nowMs });
    },
    listNodes: async () => [...nodes].map(([node, row]) => ({ node, ...row })),
    removeNode: async (node) => {
      nodes.delete(node);
    },
    async dropClaims(beforeMs) {
      for (const [id, byNode] of claims) {
        for (const [node, at] of byNode)
          if (at < beforeMs && (node === own || at < beforeMs - claimHoldsMs)) byNode.delete(node);
        if (byNode.size === 0) claims.delete(id);
      }
    },
  };
}

export function noteTail(
  { tail }: MemoryState,
  { appends }: Batch,
  { outcomes, nowMs }: { readonly outcomes: readonly AppendOutcome[]; readonly nowMs: number },
): void {
  for (const [index, { log, seq, judging }] of appends.entries())
    if (outcomes[index] === 'stored') tail.push({ log, seq, judging, storedMs: nowMs });
}
