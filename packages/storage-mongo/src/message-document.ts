import type { ConversationId, MessageId, UserId } from '@parley/protocol';
import type { StoredMessage } from '@parley/core';
import type { EntryDocument } from './documents.ts';

export function messageOf(entry: EntryDocument): StoredMessage {
  // A message is in a conversation, and its id, a UUIDv7 that the caller has checked, is that of its entry.
  const log = entry.log as ConversationId;
  const isDirect = log.startsWith('direct:');
  return {
    // Likewise.
    id: entry.id as MessageId,
    conversation: log,
    seq: entry.seq,
    type: isDirect ? 'direct' : 'group',
    from: entry.by,
    to: isDirect ? peerOf(log, entry.by) : log,
    content: entry.content ?? null,
    contentType: entry.contentType ?? 'text',
    media: entry.media ?? null,
    replyTo: entry.replyTo ?? null,
    ...(entry.albumId === undefined ? {} : { albumId: entry.albumId }),
    createdAt: entry.at,
    editedAt: entry.editedAt ?? null,
    editSeq: entry.editSeq ?? null,
    deletedAt: entry.deletedAt ?? null,
    deleteSeq: entry.deleteSeq ?? null,
    ...(entry.reactions === undefined || entry.deletedAt !== undefined ? {} : { reactions: entry.reactions }),
  };
}

/** The other person of a direct conversation, oneself in notes. */
export function peerOf(log: ConversationId, user: UserId): UserId {
  const [low, high] = log.slice('direct:'.length).split(':');
  // A direct conversation's id is made of two user ids.
  return (low === user ? high : low) as UserId;
}
