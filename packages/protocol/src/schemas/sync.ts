import { z } from 'zod';
import { conversationId } from '../ids.ts';
import { accountEntry, entry } from './entry.ts';

/** One conversation of a `sync` answer. */
export const syncedConversation = z
  .union([
    z.object({
      id: conversationId,
      entries: z.array(entry),
      last_seq: z.int(),
      has_more: z.boolean(),
      read_seq: z.int(),
      unread: z.int(),
      peer_read_seq: z.int().optional(),
      peer_delivered_seq: z.int().optional(),
    }),
    z.object({ id: conversationId, gone: z.literal(true) }),
    z.object({ id: conversationId, reset: z.literal(true) }),
  ])
  .meta({ id: 'SyncedConversation' });
export type SyncedConversation = z.infer<typeof syncedConversation>;

/** The personal log in a `sync` answer. */
export const syncedAccount = z
  .union([
    z.object({ entries: z.array(accountEntry), last_seq: z.int(), has_more: z.boolean() }),
    z.object({ reset: z.literal(true) }),
  ])
  .meta({ id: 'SyncedAccount' });
export type SyncedAccount = z.infer<typeof syncedAccount>;
