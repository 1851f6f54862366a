import type { ConversationId, UserId } from '@parley/protocol';
import type { PositionUpdate } from '../ports/storage.ts';

interface Waiting {
  update: PositionUpdate;
  readonly waiters: ((stored: boolean) => void)[];
}

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
