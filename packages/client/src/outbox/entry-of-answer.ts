import type { Entry, Message, SendAnswer } from '../wire.ts';
import type { OutboxItem } from './outbox-item.ts';

/**
 * The log entry that a `stored` ack tells of: this socket gets no event for what it sent itself. SEQ2 What happened to
 * the message since (a repeated send may be late) follows it in the log. What a file was found to be the answer to its
 * upload has said; undefined where there was none, for media that were there before.
 */
export function entryOfAnswer(item: OutboxItem, answer: SendAnswer): Entry | undefined {
  const { content, content_type, media_id, media_url, reply_to, album_id } = item.content;
  const { seq, conversation, created_at } = answer;
  const media = item.attachment?.media;
  const isOther = media?.media_id !== media_id || media_url !== undefined;
  if (seq === null || isOther) return undefined;
  const message: Message = {
    id: answer.id,
    conversation,
    seq,
    ...item.target,
    from: item.owner,
    content: content ?? null,
    content_type: media?.content_type ?? content_type ?? 'text',
    media_url: media?.url ?? null,
    media_metadata: media?.media_metadata ?? null,
    reply_to: reply_to ?? null,
    ...(album_id === undefined ? {} : { album_id }),
    created_at,
    edited_at: null,
    deleted_at: null,
    status: 'stored',
  };
  return { kind: 'message', conversation, seq, at: created_at, by: message.from, message };
}
