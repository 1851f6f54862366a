import type { Connection } from '../connection.ts';
import { createStore, type Observable } from '../observable.ts';
import type { Target } from '../outbox/outbox-item.ts';
import type { Clock } from '../ports/clock.ts';

/** Who is typing, by conversation: user ids in the order they began. Expires by itself. PRS1 */
export type TypingState = ReadonlyMap<string, readonly string[]>;

export interface Typing {
  readonly state: Observable<TypingState>;
  receive(conversation: string, userId: string, isTyping: boolean): void;
  /** Says that one types, or has stopped; call it at every key, few calls leave. */
  say(target: Target, isTyping: boolean): void;
  clear(): void;
}

/** The server forgets after 6 s; saying it again in half of that keeps it up. */
const repeatMs = 3_000;
const expiryMs = 6_000;

export function createTyping(connection: Pick<Connection, 'attempt'>, clock: Clock): Typing {
  const state = createStore<TypingState>(new Map());
  const expiries = new Map<string, () => void>();
  const saidAtMs = new Map<string, number>();

  function set(conversation: string, userId: string, isTyping: boolean): void {
    const all = state.getSnapshot();
    const others = (all.get(conversation) ?? []).filter((id) => id !== userId);
    const isKnown = all.get(conversation)?.includes(userId) === true;
    if (isKnown === isTyping) return;
    const next = new Map(all);
    if (isTyping) next.set(conversation, [...others, userId]);
    else if (others.length > 0) next.set(conversation, others);
    else next.delete(conversation);
    state.set(next);
  }

  return {
    state,
    receive(conversation, userId, isTyping) {
      const key = `${conversation} ${userId}`;
      expiries.get(key)?.();
      expiries.delete(key);
      if (isTyping)
        expiries.set(
          key,
          clock.after(expiryMs, () => {
            expiries.delete(key);
            set(conversation, userId, false);
          }),
        );
      set(conversation, userId, isTyping);
    },
    say(target, isTyping) {
      const last = saidAtMs.get(target.to);
      const nowMs = clock.monotonicMs();
      if (isTyping ? last !== undefined && nowMs - last < repeatMs : last === undefined) return;
      if (isTyping) saidAtMs.set(target.to, nowMs);
      else saidAtMs.delete(target.to);
      // Lossy by nature: whether it arrived changes nothing.
      void connection.attempt('typing', { ...target, is_typing: isTyping });
    },
    clear() {
      for (const cancel of expiries.values()) cancel();
      expiries.clear();
      saidAtMs.clear();
      state.set(new Map());
    },
  };
}
