import type { ConversationId, UserId } from '@parley/protocol';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConversationReads } from '../ports/conversation-reads.ts';

export interface Position {
  readonly readSeq: number;
  readonly deliveredSeq: number;
}

export type PositionBook = ReturnType<typeof createPositionBook>;

export interface PositionBookOptions {
  readonly conversations: Pick<ConversationReads, 'findPositions'>;
  readonly pipeline: Pick<Pipeline, 'commitPosition' | 'writePositionBehind'>;
  readonly clock: Clock;
  /** members whose positions stay in memory */
  readonly capacity: number;
  /** how long delivered positions gather before they are written */
  readonly writeBehindMs: number;
  /** other nodes move positions too: what is in memory may be old */
  readonly isShared: boolean;
}

/** How far each member has read and received. Numbers that only grow; read is durable before it is answered. RD1 */
export function createPositionBook(options: PositionBookOptions) {
  const { conversations, pipeline } = options;
  const known = new Map<string, Position>();
  const unwritten = new Map<string, { log: ConversationId; user: UserId }>();
  let writing: (() => void) | undefined;

  async function load(
    log: ConversationId,
    user: UserId,
    { isFresh } = { isFresh: false },
  ): Promise<Position> {
    const key = keyOf(log, user);
    const present = known.get(key);
    if (present !== undefined && !isFresh) return present;
    const [stored] = await conversations.findPositions(log, [user]);
    // Somebody may have moved it while it was read.
    return remember(key, higher(known.get(key), stored ?? { readSeq: 0, deliveredSeq: 0 }));
  }

  function remember(key: string, position: Position): Position {
    known.set(key, position);
    if (known.size > options.capacity)
      for (const oldest of known.keys()) {
        if (!unwritten.has(oldest)) known.delete(oldest);
        break;
      }
    return position;
  }

  function writeBehind(): void {
    writing = undefined;
    for (const [key, { log, user }] of unwritten) {
      const position = known.get(key);
      if (position)
        pipeline.writePositionBehind({ log, userId: user, readSeq: 0, deliveredSeq: position.deliveredSeq });
    }
    unwritten.clear();
  }

  return {
    /** Moves the read position, and delivered with it; answers the position after it, or `undefined` if it could not be stored. */
    async read(
      log: ConversationId,
      user: UserId,
      seq: number,
    ): Promise<{ moved: boolean; position: Position } | undefined> {
      const before = await load(log, user, { isFresh: options.isShared });
      if (seq <= before.readSeq) return { moved: false, position: before };
      const stored = await pipeline.commitPosition({ log, userId: user, readSeq: seq, deliveredSeq: seq });
      if (!stored) return undefined;
      const key = keyOf(log, user);
      const after = known.get(key) ?? before;
      const position = remember(key, higher(after, { readSeq: seq, deliveredSeq: seq }));
      return { moved: position.readSeq > after.readSeq, position };
    },
    /** Moves the delivered position; it is written behind and may fall back in a crash. */
    async delivered(
      log: ConversationId,
      user: UserId,
      seq: number,
    ): Promise<{ moved: boolean; position: Position }> {
      const before = await load(log, user);
      if (seq <= before.deliveredSeq) return { moved: false, position: before };
      const key = keyOf(log, user);
      unwritten.set(key, { log, user });
      writing ??= options.clock.after(options.writeBehindMs, writeBehind);
      return { moved: true, position: remember(key, { ...before, deliveredSeq: seq }) };
    },
    /** A member left: what is remembered of them no longer holds. */
    forget(log: ConversationId, user: UserId): void {
      known.delete(keyOf(log, user));
      unwritten.delete(keyOf(log, user));
    },
    /** A live position that the store may not have yet. */
    peek: (log: ConversationId, user: UserId): Position | undefined => known.get(keyOf(log, user)),
    /** Hands over what has gathered, before a stop. */
    flush(): void {
      writing?.();
      writeBehind();
    },
  };
}

function higher(one: Position | undefined, other: Position): Position {
  if (one === undefined) return other;
  return {
    readSeq: Math.max(one.readSeq, other.readSeq),
    deliveredSeq: Math.max(one.deliveredSeq, other.deliveredSeq),
  };
}

function keyOf(log: ConversationId, user: UserId): string {
  return `${log} ${user}`;
}
