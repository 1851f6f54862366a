import { z } from 'zod';
import { conversationId, userId } from '../ids.ts';
import { time } from './primitives.ts';
import { user } from './people.ts';

export const role = z.enum(['member', 'admin', 'owner']);
export type Role = z.infer<typeof role>;

export const group = z
  .object({
    id: conversationId,
    name: z.string(),
    description: z.string(),
    avatar_url: z.string().nullable(),
    discoverable: z.boolean(),
    created_by: userId,
    created_at: time,
    member_count: z.int(),
    members: z
      .array(z.object({ user_id: userId, role, joined_at: time }))
      .meta({ description: 'The first 100; the rest comes from the member list' }),
    last_seq: z.int(),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof group>;

export const member = z
  .object({ user, role, joined_at: time, read_seq: z.int(), delivered_seq: z.int() })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;

export const memberActivity = z
  .object({
    user_id: userId,
    role,
    joined_at: time,
    last_active_at: time.nullable(),
    message_count: z.int(),
    read_seq: z.int(),
  })
  .meta({ id: 'MemberActivity' });
export type MemberActivity = z.infer<typeof memberActivity>;
