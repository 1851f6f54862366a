import { z } from 'zod';
import { uuidV7Pattern } from './uuid.ts';

/*
 * Identifiers on the wire: opaque strings, checked once where they enter, branded ever after.
 * User ids have no colon, so a direct conversation's id takes apart in exactly one way.
 */

const userIdPattern = /^[A-Za-z0-9._~@|-]{1,128}$/;

/** 1–128 of `A-Z a-z 0-9 . _ ~ @ | -`; server-made ones are UUIDv7, a host application's are its own. */
export const userId = z
  .string()
  .regex(userIdPattern, 'must be 1 to 128 of A-Z a-z 0-9 . _ ~ @ | -')
  .brand<'UserId'>();
export type UserId = z.infer<typeof userId>;

/** Lower-case UUIDv7, made by the sending client; unique within a conversation. */
export const messageId = z.string().regex(uuidV7Pattern, 'must be a lower-case UUIDv7').brand<'MessageId'>();
export type MessageId = z.infer<typeof messageId>;

/** Lower-case UUIDv7, made by the sending client: the same for messages that it sends together. */
export const albumId = z.string().regex(uuidV7Pattern, 'must be a lower-case UUIDv7').brand<'AlbumId'>();
export type AlbumId = z.infer<typeof albumId>;

/** A group's id as its creator may choose it. */
export const groupId = z.string().regex(uuidV7Pattern, 'must be a lower-case UUIDv7').brand<'GroupId'>();
export type GroupId = z.infer<typeof groupId>;

/** Names a group that should be there. Ids are opaque to clients: one that names nothing is not found, not malformed. */
export const groupReference = z.string().regex(userIdPattern, 'must be a group id').brand<'GroupId'>();

/** `direct:<a>:<b>` with the user ids ascending by byte, or a group's id. Any short string parses; one that names nothing is simply not found. */
export const conversationId = z.string().min(1).max(264).brand<'ConversationId'>();
export type ConversationId = z.infer<typeof conversationId>;

/** Where a message goes: the peer's user id, or the group's id. Same alphabet as user ids, which holds UUIDs too. */
export const addressee = z.string().regex(userIdPattern, 'must be a user id or a group id');

export const sessionId = z.string().min(1).max(64).brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionId>;

/** Position of an entry in its log: 1, 2, 3 … without gaps; 0 means "before the first". */
export const seq = z.int().min(0);

/** The id of the direct conversation between two people, or of somebody's notes to themselves. */
export function directConversationId(one: UserId, other: UserId): ConversationId {
  const [low, high] = one < other ? [one, other] : [other, one];
  // Two user ids make a well-formed id: parsing it again would cost every message a microsecond.
  return `direct:${low}:${high}` as ConversationId;
}

export type ConversationAddress =
  | { readonly type: 'direct'; readonly users: readonly [UserId, UserId] }
  | { readonly type: 'group'; readonly group: GroupId };

/** What a conversation id names; `undefined` when it can name nothing. */
export function parseConversationId(id: string): ConversationAddress | undefined {
  if (!id.startsWith('direct:')) {
    const group = groupId.safeParse(id);
    return group.success ? { type: 'group', group: group.data } : undefined;
  }
  const [low, high, ...rest] = id.slice('direct:'.length).split(':');
  const first = userId.safeParse(low);
  const second = userId.safeParse(high);
  if (rest.length > 0 || !first.success || !second.success || first.data > second.data) return undefined;
  return { type: 'direct', users: [first.data, second.data] };
}
