import type { Message } from '@parley/client';
import { previewOf } from '../message-text/preview-of.ts';
import { texts } from '../texts/texts.ts';

type Described = Pick<Message, 'content' | 'content_type' | 'media_metadata' | 'deleted_at'>;

/** A message as one plain line: its text, or in words what it is. */
export function describeMessage(message: Described): string {
  if (message.deleted_at !== null) return texts.conversations.deleted;
  const line = previewOf(message.content ?? '');
  const kind = kindOf(message);
  if (kind === undefined) return line;
  return line === '' ? kind : texts.conversations.captioned(kind, line);
}

function kindOf({ content_type, media_metadata }: Described): string | undefined {
  const t = texts.conversations;
  switch (content_type) {
    case 'text':
    case 'emoji':
      return undefined;
    case 'image':
      return t.photo;
    case 'video':
      return t.video;
    case 'audio':
      return media_metadata?.voice === true ? t.voice : t.audio;
    case 'file':
      return media_metadata?.filename ?? t.file;
    default:
      return t.file; // a kind of a later version
  }
}
