import type { LogId } from '../log/entry.ts';

/** A node that has been away for longer does not come back, and what it claimed is nobody's. MED9 */
export const claimHoldsMs = 30 * 24 * 60 * 60 * 1000;

/** What a store offers that several nodes write to: how they find each other's entries, and each other. */
export interface ClusterStore {
  /**
   * Entries of all logs by the time at which a node tried to store them (by that node's clock), ascending, from
   * `sinceMs` (UTC ms, inclusive) or, on the next page, behind `afterKey`. An entry may turn up as late as its commit
   * may take, so whoever reads on begins a while before the end of the last read.
   */
  listTail(
    from: { readonly sinceMs: number; readonly afterKey?: string | undefined },
    limit: number,
  ): Promise<readonly TailEntry[]>;
  /** Says that a node is at work: to be repeated every few seconds. `nowMs`: what its clock shows. */
  sayAlive(node: string, nowMs: number): Promise<void>;
  /** Nodes that said so and did not leave; `beat` grows with each time. Of those that died, some may be long gone. */
  listNodes(): Promise<readonly NodeRow[]>;
  /** The node stops. */
  removeNode(node: string): Promise<void>;
  /**
   * What this node claimed (`MediaStore.claim`) before a time is stored or refused by now: nothing of it waits in its
   * journal. What others claimed stays, unless it is older by `claimHoldsMs`. MED9
   */
  dropClaims(beforeMs: number): Promise<void>;
}

export interface TailEntry {
  /** where the next page begins */
  readonly key: string;
  readonly log: LogId;
  readonly seq: number;
  readonly judging: boolean;
}

export interface NodeRow {
  readonly node: string;
  readonly beat: number;
  readonly nowMs: number;
}
