import type { Conversation } from '@parley/client';
import { texts } from '../texts/texts.ts';

/** What a conversation is called for this user. */
export function conversationName({ type, name, peer }: Conversation, ownId: string): string {
  if (type === 'group') return name ?? texts.app.somebody;
  if (peer === undefined) return texts.app.somebody;
  return peer.id === ownId ? texts.app.notes : peer.display_name;
}

/** The picture of the person, or of the group. */
export function avatarUrlOf({ peer, avatar_url }: Conversation): string | null | undefined {
  return peer === undefined ? avatar_url : peer.avatar_url;
}

/** The id that an avatar takes its colour from: the person's, or the group's. */
export function avatarIdOf({ id, peer }: Conversation): string {
  return peer?.id ?? id;
}
