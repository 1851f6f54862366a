import { z } from 'zod';

/** `limits` of `ready` and `GET /server`. */
export const announcedLimits = z
  .object({
    text: z.int(),
    page: z.int(),
    packet_bytes: z.int(),
    json_bytes: z.int(),
    group_members: z.int(),
    members_per_call: z.int(),
    sync_conversations: z.int(),
    upload_bytes: z.int(),
    edit_window_s: z.int(),
  })
  .meta({ id: 'Limits' });
