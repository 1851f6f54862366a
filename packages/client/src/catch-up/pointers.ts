import type { Connection } from '../connection.ts';
import type { Cells } from '../conversations/cells.ts';
import type { Clock } from '../ports/clock.ts';
import { isGone } from '../refusals.ts';
import type { AccountEntry, Refusal } from '../wire.ts';
import type { Account } from './account.ts';

type Pointer = Extract<AccountEntry, { kind: 'conversation_added' | 'conversation_removed' }>;

export interface PointersOptions {
  readonly connection: Pick<Connection, 'request'>;
  readonly cells: Cells;
  readonly clock: Clock;
  readonly fetchCell: (id: string) => Promise<Refusal | undefined>;
  readonly account: Pick<Account, 'record' | 'change'>;
  /** Otherwise the next connect looks again. */
  readonly isOnline: () => boolean;
}

export interface Pointers {
  /** Learns what holds of a conversation that the personal log points to; answers why that could not be. */
  follow(pointer: Pick<Pointer, 'kind' | 'conversation'>): Promise<Refusal | undefined>;
  /** Looks again for what was not there when it was pointed to, also in an earlier run. */
  lookAgain(): void;
}

/** By then a group that was pointed to is there, or will not be. */
const lookAgainMs = 2_000;
/** More than any log holds: `reset` says that it is there, and brings nothing. */
const beyondAnyHead = 2 ** 31 - 1;

/** Of what never came to be, only so much is looked for. */
const mostUnmet = 20;

/**
 * A pointer is written before what it points to, and stays when that is gone. So it is asked by the socket, where "not
 * there" is an answer like any other, not a failed request.
 */
export function createPointers(options: PointersOptions): Pointers {
  const { connection, cells, clock, fetchCell, account, isOnline } = options;
  let isDue = false;
  const unmet = (): readonly string[] => account.record.getSnapshot()?.unmet ?? [];

  const isThere = (id: string): boolean => cells.find(id)?.heldSeq() !== undefined;

  /** Kept until it is answered, also over a restart of this device. */
  async function lookAgain(): Promise<void> {
    for (const id of unmet()) {
      const refusal = isThere(id) ? undefined : await fetchCell(id);
      if (refusal === undefined || isGone(refusal))
        account.change({ unmet: unmet().filter((other) => other !== id) });
      else lookAgainSoon();
    }
  }

  function lookAgainSoon(): void {
    if (isDue) return;
    isDue = true;
    clock.after(lookAgainMs, () => {
      isDue = false;
      if (isOnline()) void lookAgain();
    });
  }

  return {
    lookAgain: () => void lookAgain(),
    async follow({ kind, conversation: id }) {
      const wasThere = isThere(id);
      const answer = await connection.request('sync', { conversations: { [id]: beyondAnyHead } });
      if (!answer.ok) return answer.error;
      if (!answer.value.conversations.some((found) => 'gone' in found)) return fetchCell(id);
      // It has begun meanwhile: the answer is of before.
      if (!wasThere && isThere(id)) return undefined;
      cells.drop(id);
      // Its own events are the way to learn of a new group; they may have been missed by a connection that was lost. SYN1
      if (kind === 'conversation_added') {
        account.change({ unmet: [...unmet(), id].slice(-mostUnmet) });
        lookAgainSoon();
      }
      return undefined;
    },
  };
}
