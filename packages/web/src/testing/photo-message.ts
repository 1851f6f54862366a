import type { Message } from '@parley/client';

/** A stored picture in a conversation, of one album with all others of these. */
export function photoMessage(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: `p${seq}`,
    conversation: 'g',
    seq,
    type: 'group',
    from: 'bob',
    to: 'g',
    content: null,
    content_type: 'image',
    media_url: `/uploads/${seq}.jpg`,
    media_metadata: { mime_type: 'image/jpeg', filename: `${seq}.jpg`, size: 1 },
    reply_to: null,
    album_id: 'one',
    created_at: '2026-03-03T12:00:00.000Z',
    edited_at: null,
    deleted_at: null,
    status: 'stored',
    ...more,
  };
}
