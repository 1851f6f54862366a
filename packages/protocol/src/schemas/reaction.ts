import { z } from 'zod';
import { userId } from '../ids.ts';
import { sizes } from '../limits.ts';

const oneEmoji = /^\p{RGI_Emoji}$/v;

/** One emoji as Unicode recommends it for interchange, so that the same picture is the same text everywhere. */
export const emoji = z
  .string()
  .max(sizes.emojiBytes)
  .refine((text) => oneEmoji.test(text) && new TextEncoder().encode(text).length <= sizes.emojiBytes, {
    message: 'must be one emoji',
  })
  .meta({ examples: ['👍'] });

export const reaction = z
  .object({
    emoji: z.string(),
    count: z.int().min(1),
    user_ids: z
      .array(userId)
      .max(sizes.reactionUsers)
      .meta({
        description: `Up to ${String(sizes.reactionUsers)} of those who did, in the order they came`,
      }),
  })
  .meta({ id: 'Reaction' });
export type Reaction = z.infer<typeof reaction>;
