import { z } from 'zod';
import { userId, sessionId } from '../ids.ts';
import { settings, time } from './primitives.ts';

export const user = z
  .object({
    id: userId,
    username: z.string().nullable(),
    display_name: z.string(),
    avatar_url: z.string().nullable(),
    created_at: time,
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

/** One's own account: the user, with what only its owner sees. */
export const me = user.extend({ settings, is_admin: z.boolean() }).meta({ id: 'Me' });
export type Me = z.infer<typeof me>;

export const session = z
  .object({
    id: sessionId,
    device: z.string().meta({ description: 'What the client said it is, for people to recognise' }),
    created_at: time,
    last_used_at: time,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

export const presenceStatus = z.enum(['online', 'away', 'busy', 'offline']);
export type PresenceStatus = z.infer<typeof presenceStatus>;

export const presence = z
  .object({
    user_id: userId,
    status: presenceStatus,
    last_seen: time.nullable().meta({ description: 'null while online or unknown' }),
  })
  .meta({ id: 'Presence' });
export type Presence = z.infer<typeof presence>;
