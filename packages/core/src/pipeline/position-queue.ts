import type { ConversationId, UserId } from '@parley/protocol';
import type { PositionUpdate } from '../ports/storage.ts';

interface Waiting {
  update: PositionUpdate;
  readonly waiters: ((stored: boolean) => void)[];
}

/** While the store is away positions gather; more than this are not kept: delivered may fall back. PIP4, RD1 */
const heldMost = 100_000;

/** Positions on their way into the next commit, merged per member: only the highest matters. RD1 */
export function createPositionQueue() {
  let waiting = new Map<string, Waiting>();

  return {
    size: (): number => waiting.size,
    /** `waiter` learns whether the position, or a higher one, was stored. */
    add(update: PositionUpdate, waiter?: (stored: boolean) => void): void {
      const key = keyOf(update.log, update.userId);
      const known = waiting.get(key);
      if (known === undefined) {
        if (waiting.size >= heldMost) {
          waiter?.(false);
          return;
        }
        waiting.set(key, { update, waiters: waiter ? [waiter] : [] });
        return;
      }
      known.update = {
        ...update,
        readSeq: Math.max(update.readSeq, known.update.readSeq),
        deliveredSeq: Math.max(update.deliveredSeq, known.update.deliveredSeq),
      };
      if (waiter) known.waiters.push(waiter);
    },
    /** Nobody is to wait any longer; what was to be written still is, when it can be. */
    refuseWaiters(): void {
      for (const one of waiting.values()) for (const waiter of one.waiters.splice(0)) waiter(false);
    },
    /** Takes everything that waits, for one commit. */
    take(): { readonly updates: readonly PositionUpdate[]; settle(stored: boolean): void } {
      const taken = [...waiting.values()];
      waiting = new Map();
      return {
        updates: taken.map(({ update }) => update),
        settle(stored) {
          for (const { waiters } of taken) for (const waiter of waiters) waiter(stored);
        },
      };
    },
  };
}

function keyOf(log: ConversationId, user: UserId): string {
  return `${log} ${user}`;
}
