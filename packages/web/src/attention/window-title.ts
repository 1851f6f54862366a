import type { Conversation } from '@parley/client';
import { isMuted } from '../conversations/mute.ts';
import { unreadText } from '../conversations/preview-line.ts';
import { texts } from '../texts/texts.ts';

/** Unread messages of all conversations that are not muted; one that was marked as unread by hand counts as one. */
export function countUnread(conversations: readonly Conversation[], nowMs: number): number {
  let count = 0;
  for (const conversation of conversations) {
    if (isMuted(conversation, nowMs)) continue;
    count += conversation.unread === 0 && conversation.marked_unread ? 1 : conversation.unread;
  }
  return count;
}

/** `(3) Ada · Parley` */
export function windowTitle(unread: number, name: string | undefined): string {
  const t = texts.attention;
  const title = name === undefined ? texts.app.name : t.conversationTitle(name, texts.app.name);
  if (unread === 0) return title;
  return t.unreadTitle(unreadText(unread), title);
}
