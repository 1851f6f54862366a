import type { UserId } from '@parley/protocol';
import type { ChosenStatus } from '../cluster/hints.ts';

/** How somebody is seen at one node. */
export interface Seen {
  readonly chosen: ChosenStatus;
  /** when they went invisible; `null` while they can be seen */
  readonly lastSeenMs: number | null;
}

/** Who is at other nodes, as those said. PRS1 */
export function createElsewhere() {
  const nodes = new Map<string, Map<UserId, Seen>>();

  function find(user: UserId): Seen | undefined {
    for (const users of nodes.values()) {
      const seen = users.get(user);
      if (seen !== undefined) return seen;
    }
    return undefined;
  }

  return {
    find,
    put(node: string, user: UserId, seen: Seen): void {
      const users = nodes.get(node) ?? new Map<UserId, Seen>();
      nodes.set(node, users);
      users.set(user, seen);
    },
    /** Whether they were there. */
    remove(node: string, user: UserId): boolean {
      return nodes.get(node)?.delete(user) === true;
    },
    /** Who was there. */
    removeNode(node: string): readonly UserId[] {
      const users = [...(nodes.get(node)?.keys() ?? [])];
      nodes.delete(node);
      return users;
    },
  };
}
