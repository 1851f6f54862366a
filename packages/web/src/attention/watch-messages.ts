import type { Client, Clock, Conversation, Message } from '@parley/client';
import { isMuted } from '../conversations/mute.ts';
import { createMessageAge } from './message-age.ts';

export interface WatchMessagesOptions {
  readonly client: Pick<Client, 'on' | 'isCurrent' | 'conversations' | 'userId'>;
  readonly clock: Clock;
  /** this tab speaks for all tabs */
  readonly isLeading: () => boolean;
  /** it is in front of somebody's eyes, in this tab */
  readonly isInView: (conversation: string) => boolean;
  readonly alert: (message: Message, conversation: Conversation) => void;
}

/**
 * Until then, the row of a conversation that begins with the message has come, and what is read on another device at
 * once has become read here.
 */
const settleMs = 300;
/** Older ones were missed, not sent right now. */
const liveMs = 60_000;

/** Calls `alert` for messages that somebody should hear of now: live ones of others, unread, unmuted, out of view. */
export function watchMessages(options: WatchMessagesOptions): () => void {
  const { client, clock, isLeading, isInView, alert } = options;
  const ageOf = createMessageAge(clock);
  const waiting = new Set<() => void>();

  function consider(message: Message): void {
    if (!isLeading() || isInView(message.conversation)) return;
    const row = client.conversations.getSnapshot().find(({ id }) => id === message.conversation);
    if (row === undefined || isMuted(row, clock.nowMs()) || row.read_seq >= (message.seq ?? 0)) return;
    alert(message, row);
  }

  const end = client.on('message', (message) => {
    const isLive = client.isCurrent.getSnapshot() && ageOf(message.created_at) <= liveMs;
    const isOthers = message.from !== client.userId();
    if (!isLive || !isOthers || message.deleted_at !== null || isInView(message.conversation)) return;
    const cancel = clock.after(settleMs, () => {
      waiting.delete(cancel);
      consider(message);
    });
    waiting.add(cancel);
  });

  return () => {
    end();
    for (const cancel of waiting) cancel();
  };
}
