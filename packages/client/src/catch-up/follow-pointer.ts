import type { Connection } from '../connection.ts';
import type { Cells } from '../conversations/cells.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountEntry, Refusal } from '../wire.ts';

type Pointer = Extract<AccountEntry, { kind: 'conversation_added' | 'conversation_removed' }>;

export interface FollowPointerOptions {
  readonly connection: Pick<Connection, 'request'>;
  readonly cells: Cells;
  readonly clock: Clock;
  readonly fetchCell: (id: string) => Promise<Refusal | undefined>;
  /** Fetches it in a while, also after another connect. */
  readonly want: (id: string) => void;
}

/** Learns what holds of a conversation that the personal log points to; answers why that could not be. */
export type FollowPointer = (pointer: Pick<Pointer, 'kind' | 'conversation'>) => Promise<Refusal | undefined>;

/** By then a group that was pointed to is there, or will not be. */
const lookAgainMs = 2_000;
/** More than any log holds: `reset` says that it is there, and brings nothing. */
const beyondAnyHead = 2 ** 31 - 1;

/**
 * A pointer is written before what it points to, and stays when that is gone. So it is asked by the socket, where "not
 * there" is an answer like any other, not a failed request.
 */
export function createFollowPointer(options: FollowPointerOptions): FollowPointer {
  const { connection, cells, clock, fetchCell, want } = options;
  return async ({ kind, conversation: id }) => {
    const answer = await connection.request('sync', { conversations: { [id]: beyondAnyHead } });
    if (!answer.ok) return answer.error;
    if (!answer.value.conversations.some((found) => 'gone' in found)) return fetchCell(id);
    cells.drop(id);
    // Its own events are the way to learn of a new group; they may have been missed by a connection that was lost. SYN1
    if (kind === 'conversation_added')
      clock.after(lookAgainMs, () => {
        if (cells.find(id) === undefined) want(id);
      });
    return undefined;
  };
}
