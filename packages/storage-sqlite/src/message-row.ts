import type { AlbumId, ConversationId, MessageId, UserId } from '@parley/protocol';
import type { MessageReactions, StoredMessage } from '@parley/core';
import { contentTypeOf } from './kinds.ts';
import { uuidOf } from './keys.ts';
import { parseMedia } from './media-rows.ts';

/** A message's place `p`, its entry `e` and its author `u`, as every query of messages selects them. */
export interface MessageRow {
  readonly seq: number;
  readonly id: string;
  readonly by: UserId;
  readonly at: number;
  readonly content: string | null;
  readonly contentType: number | null;
  readonly media: string | null;
  readonly replyTo: string;
  readonly albumId: string;
  readonly editedAt: number | null;
  readonly editSeq: number | null;
  readonly deletedAt: number | null;
  readonly deleteSeq: number | null;
  readonly reactions: string | null;
}

export const messageColumns = `p.seq as seq, lower(hex(e.id)) as id, u.id as by, p.at as at, e.content as content,
  e.content_type as contentType, e.media as media, lower(hex(e.reply_to)) as replyTo, lower(hex(e.album_id)) as albumId,
  e.edited_at as editedAt, e.edit_seq as editSeq, e.deleted_at as deletedAt, e.delete_seq as deleteSeq, e.reactions as reactions`;

/** The order is fixed: along the log, then to each entry and its author. */
export const messageJoins = 'cross join entries e on e.n = p.n cross join users u on u.key = p.by';

export function messageOf(log: ConversationId, row: MessageRow): StoredMessage {
  const isDirect = log.startsWith('direct:');
  return {
    // A message's id is the id of its entry, a UUIDv7 that the caller has checked.
    id: uuidOf(row.id) as MessageId,
    conversation: log,
    seq: row.seq,
    type: isDirect ? 'direct' : 'group',
    from: row.by,
    to: isDirect ? peerOf(log, row.by) : log,
    content: row.content,
    contentType: contentTypeOf(row.contentType),
    media: row.media === null ? null : parseMedia(row.media),
    // The id of a message; hex() makes an empty text of NULL.
    replyTo: row.replyTo === '' ? null : (uuidOf(row.replyTo) as MessageId),
    // Likewise of an album.
    ...(row.albumId === '' ? {} : { albumId: uuidOf(row.albumId) as AlbumId }),
    createdAt: row.at,
    editedAt: row.editedAt,
    editSeq: row.editSeq,
    deletedAt: row.deletedAt,
    deleteSeq: row.deleteSeq,
    ...(row.reactions === null ? {} : { reactions: reactionsOf(row.reactions) }),
  };
}

/** What `createMessageProjections` has written. */
export function reactionsOf(json: string): MessageReactions {
  // By this package alone.
  return JSON.parse(json) as MessageReactions;
}

/** The other person of a direct conversation, oneself in notes. */
export function peerOf(log: ConversationId, user: UserId): UserId {
  const [low, high] = log.slice('direct:'.length).split(':');
  // A direct conversation's id is made of two user ids.
  return (low === user ? high : low) as UserId;
}
