import { z } from 'zod';
import { addressee, albumId, conversationId, messageId, seq, userId } from '../ids.ts';
import { text, time } from './primitives.ts';
import { reaction } from './reaction.ts';

export const conversationType = z.enum(['direct', 'group']);
export type ConversationType = z.infer<typeof conversationType>;

export const contentType = z.enum(['text', 'emoji', 'image', 'video', 'audio', 'file']);
export type ContentType = z.infer<typeof contentType>;

export const mediaMetadata = z
  .object({
    mime_type: z.string(),
    filename: z.string(),
    size: z.int().min(0),
    voice: z.boolean().optional(),
    width: z.int().optional(),
    height: z.int().optional(),
    duration_ms: z.int().optional(),
    thumbnail_url: z.string().optional(),
    placeholder: z.string().optional(),
    waveform: z.array(z.number()).optional(),
  })
  .meta({ id: 'MediaMetadata' });
export type MediaMetadata = z.infer<typeof mediaMetadata>;

export const message = z
  .object({
    id: messageId,
    conversation: conversationId,
    seq: seq.min(1).nullable().meta({ description: 'null while queued' }),
    type: conversationType,
    from: userId,
    to: z.string().meta({ description: 'The peer, or the group' }),
    content: z.string().nullable(),
    content_type: contentType,
    media_url: z.string().nullable(),
    media_metadata: mediaMetadata.nullable(),
    reply_to: messageId.nullable(),
    album_id: albumId.optional().meta({
      description:
        'Pictures and videos of one sender that follow each other with the same are one album; deleted ones keep it. Not there: sent alone',
    }),
    created_at: time,
    edited_at: time.nullable(),
    deleted_at: time.nullable(),
    status: z.enum(['stored', 'queued']),
    reactions: z
      .array(reaction)
      .optional()
      .meta({ description: 'By first use; not there while there are none' }),
    reactions_seq: seq.optional().meta({
      description: 'The last entry that is in `reactions`: those up to it change nothing more',
    }),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof message>;

/** What a client sends. Text and emoji need `content`; the other kinds need media, whose caption it then is. */
export const outgoingMessage = z
  .object({
    id: messageId
      .optional()
      .meta({ description: 'UUIDv7 made by the sender; without it a send cannot be retried safely' }),
    type: conversationType,
    to: addressee,
    content: text.optional(),
    content_type: contentType.default('text'),
    media_id: z.string().min(1).max(64).optional(),
    media_url: z.string().min(1).max(512).optional(),
    reply_to: messageId.optional(),
    album_id: albumId
      .optional()
      .meta({ description: 'UUIDv7 made by the sender: the same for all that is sent together' }),
  })
  .superRefine((body, context) => {
    const hasMedia = body.media_id !== undefined || body.media_url !== undefined;
    const isPlain = body.content_type === 'text' || body.content_type === 'emoji';
    if (isPlain && !hasMedia && body.content === undefined)
      context.addIssue({
        code: 'custom',
        path: ['content'],
        message: `is required for ${body.content_type}`,
      });
    if (!isPlain && !hasMedia)
      context.addIssue({
        code: 'custom',
        path: ['media_id'],
        message: `is required for ${body.content_type}`,
      });
  })
  .meta({
    id: 'OutgoingMessage',
    examples: [{ id: '01890a5d-ac96-774b-bcce-b302099a8057', type: 'direct', to: 'ada', content: 'Hello!' }],
  });
export type OutgoingMessage = z.infer<typeof outgoingMessage>;

/** What a sender is told. */
export const sendAnswer = z
  .object({
    id: messageId,
    conversation: conversationId,
    seq: seq.min(1).nullable(),
    created_at: time,
    status: z.enum(['stored', 'queued']),
    duplicate: z.boolean().optional(),
  })
  .meta({ id: 'SendAnswer' });
export type SendAnswer = z.infer<typeof sendAnswer>;
