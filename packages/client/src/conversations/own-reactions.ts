import { foldReaction } from '@parley/protocol';
import type { Connection } from '../connection.ts';
import { createStore, type Observable } from '../observable.ts';
import { refused } from '../refusals.ts';
import type { TimelineItem } from '../timeline/timeline.ts';
import type { Message, Result } from '../wire.ts';
import type { Cell } from './cell.ts';

/** What one wants of a reaction, until the server has said so: by message id, then by emoji. */
export type Wishes = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

export interface OwnReactions {
  readonly wishes: Observable<Wishes>;
  /** Shows at once; goes back to what is, and says why, where the server refuses. */
  react(messageId: string, emoji: string, on: boolean): Promise<Result<null>>;
}

export interface OwnReactionsOptions {
  readonly id: string;
  readonly cell: () => Cell;
  readonly connection: Pick<Connection, 'request'>;
  readonly userId: () => string;
}

/** One call at a time for each message and emoji; of presses meanwhile the last one counts. RCT1 */
export function createOwnReactions({ id, cell, connection, userId }: OwnReactionsOptions): OwnReactions {
  const wishes = createStore<Wishes>(new Map());
  const running = new Map<string, Promise<Result<null>>>();

  function wish(messageId: string, emoji: string, on: boolean | undefined): void {
    const ofMessage = new Map(wishes.getSnapshot().get(messageId));
    if (on === undefined) ofMessage.delete(emoji);
    else ofMessage.set(emoji, on);
    const next = new Map(wishes.getSnapshot());
    if (ofMessage.size === 0) next.delete(messageId);
    else next.set(messageId, ofMessage);
    wishes.set(next);
  }

  async function ask(message_id: string, emoji: string, on: boolean): Promise<Result<null>> {
    const answer = await connection.request('react', { message_id, conversation: id, emoji, on });
    if (!answer.ok) return refused(answer.error);
    // This socket gets no event: its ack says the same, but for the time, which nobody is shown.
    const entry = {
      kind: 'reaction',
      conversation: id,
      seq: answer.value.seq,
      message_id,
      emoji,
      on,
    } as const;
    cell().receive([{ ...entry, at: new Date(0).toISOString(), by: userId() }]);
    return { ok: true, value: null };
  }

  async function run(messageId: string, emoji: string): Promise<Result<null>> {
    try {
      for (;;) {
        const on = wishes.getSnapshot().get(messageId)?.get(emoji) === true;
        const answer = await ask(messageId, emoji, on);
        if (!answer.ok || (wishes.getSnapshot().get(messageId)?.get(emoji) === true) === on) return answer;
      }
    } finally {
      wish(messageId, emoji, undefined);
    }
  }

  return {
    wishes,
    react(messageId, emoji, on) {
      wish(messageId, emoji, on);
      const key = `${messageId} ${emoji}`;
      const present = running.get(key);
      if (present !== undefined) return present;
      const started = run(messageId, emoji).finally(() => running.delete(key));
      running.set(key, started);
      return started;
    },
  };
}

/** Items with what one wants of reactions; the same where one wants nothing. */
export function createWithWishes(userId: () => string) {
  const made = new WeakMap<
    TimelineItem,
    { readonly wishes: ReadonlyMap<string, boolean>; item: TimelineItem }
  >();

  function withOwn(item: TimelineItem, wishes: Wishes): TimelineItem {
    const own = item.kind === 'message' ? wishes.get(item.message.id) : undefined;
    if (item.kind !== 'message' || own === undefined) return item;
    const known = made.get(item);
    if (known?.wishes === own) return known.item;
    const next = { ...item, message: withWishes(item.message, own, userId()) };
    made.set(item, { wishes: own, item: next });
    return next;
  }

  return (items: readonly TimelineItem[], wishes: Wishes): readonly TimelineItem[] =>
    wishes.size === 0 ? items : items.map((item) => withOwn(item, wishes));
}

function withWishes(message: Message, wishes: ReadonlyMap<string, boolean>, user: string): Message {
  if (message.deleted_at !== null) return message;
  const { reactions: present, ...rest } = message;
  const reactions = [...wishes].reduce(
    (all, [emoji, on]) => [...foldReaction(all, { user, emoji, on })],
    present ?? [],
  );
  return reactions.length === 0 ? rest : { ...rest, reactions };
}
