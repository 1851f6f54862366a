import { z } from 'zod';
import { conversationId, messageId, sessionId, userId } from '../ids.ts';
import { role } from './group.ts';
import { message } from './message.ts';
import { user } from './people.ts';
import { settings, time } from './primitives.ts';

/** One entry of a conversation's log. Clients skip kinds they don't know, but count their `seq`. */
function conversationEntryOf<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.object({
    conversation: conversationId,
    seq: z.int().min(1),
    kind: z.literal(kind),
    at: time,
    by: userId,
    ...shape,
  });
}

export const entry = z
  .union([
    conversationEntryOf('created', {
      name: z.string(),
      description: z.string(),
      members: z.array(z.object({ user_id: userId, role })),
    }),
    conversationEntryOf('message', { message }),
    conversationEntryOf('message', { message: z.null(), message_id: messageId, hidden: z.literal(true) }),
    conversationEntryOf('edit', { message_id: messageId, content: z.string().nullable(), edited_at: time }),
    conversationEntryOf('delete', { message_id: messageId, deleted_at: time }),
    conversationEntryOf('reaction', { message_id: messageId, emoji: z.string(), on: z.boolean() }),
    conversationEntryOf('member_added', { user_id: userId, role }),
    conversationEntryOf('member_removed', { user_id: userId }),
    conversationEntryOf('role_changed', { user_id: userId, role }),
    conversationEntryOf('renamed', { name: z.string() }),
    conversationEntryOf('updated', {
      name: z.string().optional(),
      description: z.string().optional(),
      avatar_url: z.string().nullable().optional(),
      discoverable: z.boolean().optional(),
    }),
    conversationEntryOf('deleted', {}),
  ])
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof entry>;

function accountEntryOf<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.object({ seq: z.int().min(1), kind: z.literal(kind), at: time, ...shape });
}

/** One entry of a user's personal log. */
export const accountEntry = z
  .union([
    accountEntryOf('conversation_added', { conversation: conversationId }),
    accountEntryOf('conversation_removed', { conversation: conversationId }),
    accountEntryOf('message_hidden', { conversation: conversationId, message_id: messageId }),
    accountEntryOf('conversation_changed', {
      conversation: conversationId,
      muted_until: time.nullable(),
      archived: z.boolean(),
      marked_unread: z.boolean(),
    }),
    accountEntryOf('profile_changed', { user }),
    accountEntryOf('block_changed', { user_id: userId, on: z.boolean() }),
    accountEntryOf('settings_changed', { settings }),
    accountEntryOf('session_revoked', { session_id: sessionId }),
    accountEntryOf('account_disabled', { on: z.boolean() }),
  ])
  .meta({ id: 'AccountEntry' });
export type AccountEntry = z.infer<typeof accountEntry>;
