import { z } from 'zod';
import { conversationId } from '../ids.ts';
import { role } from './group.ts';
import { conversationType, message } from './message.ts';
import { user } from './people.ts';
import { time } from './primitives.ts';

export const conversation = z
  .object({
    id: conversationId,
    type: conversationType,
    name: z.string().nullable(),
    peer: user.optional(),
    last_seq: z.int(),
    unread: z.int().meta({ description: '1000 means that many or more' }),
    read_seq: z.int(),
    peer_read_seq: z.int().optional(),
    peer_delivered_seq: z.int().optional(),
    last_message: message.nullable(),
    updated_at: time
      .nullable()
      .meta({ description: 'Of the last message, else of the first entry; null before that' }),
    muted_until: time.nullable(),
    archived: z.boolean(),
    marked_unread: z.boolean(),
    member_count: z.int().optional(),
    description: z.string().optional(),
    avatar_url: z.string().nullable().optional(),
    discoverable: z.boolean().optional(),
    role: role.optional().meta({ description: "The caller's" }),
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof conversation>;
