import type { Message } from '../wire.ts';

export const sampleTime = '2030-01-01T00:00:00.000Z';

/** A stored text message of Ann to Bob, as the server tells it, in conversation `c` unless told otherwise. */
export function sampleMessage(parts: Partial<Message> & Pick<Message, 'id' | 'seq'>): Message {
  return {
    conversation: 'c',
    type: 'direct',
    from: 'ann',
    to: 'bob',
    content: `text ${parts.id}`,
    content_type: 'text',
    media_url: null,
    media_metadata: null,
    reply_to: null,
    created_at: sampleTime,
    edited_at: null,
    deleted_at: null,
    status: 'stored',
    ...parts,
  };
}
