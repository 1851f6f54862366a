import type { MediaMetadata, Message } from '@parley/protocol';
import type { QueuedMessage } from '../journal/queued-message.ts';
import type { ConversationEvent, MessageReactions, StoredMessage } from '../log/entry.ts';
import { mediaUrl, thumbnailUrl, type Media } from '../log/media.ts';
import type { Numbered } from '../pipeline/draft.ts';

/** Milliseconds as the wire writes them: RFC 3339, UTC, with milliseconds. */
export function wireTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function wireTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : wireTime(ms);
}

/** A message in its present state, as every client gets it. */
export function messageView(message: StoredMessage): Message {
  const view: Message = {
    id: message.id,
    conversation: message.conversation,
    seq: message.seq,
    type: message.type,
    from: message.from,
    to: message.to,
    content: message.content,
    content_type: message.contentType,
    media_url: message.media && mediaUrl(message.media),
    media_metadata: message.media && mediaMetadataView(message.media),
    reply_to: message.replyTo,
    created_at: wireTime(message.createdAt),
    edited_at: wireTimeOrNull(message.editedAt),
    deleted_at: wireTimeOrNull(message.deletedAt),
    status: 'stored',
  };
  const { albumId, reactions } = message;
  // Most have neither, and there is one of these for each message: they cost what they are.
  if (albumId === undefined && reactions === undefined) return view;
  return {
    ...view,
    ...(albumId === undefined ? {} : { album_id: albumId }),
    ...(reactions === undefined ? {} : reactionsView(reactions)),
  };
}

/** What is known of media, as every client gets it. */
export function mediaMetadataView(media: Media): MediaMetadata {
  const { mimeType, filename, size, voice, width, height, durationMs, placeholder, waveform } = media;
  const thumbnail = thumbnailUrl(media);
  return {
    mime_type: mimeType,
    filename,
    size,
    ...(voice === undefined ? {} : { voice }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
    ...(thumbnail === undefined ? {} : { thumbnail_url: thumbnail }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(waveform === undefined ? {} : { waveform: [...waveform] }),
  };
}

function reactionsView({ seq, list }: MessageReactions): Pick<Message, 'reactions' | 'reactions_seq'> {
  return { ...(list.length === 0 ? {} : { reactions: [...list] }), reactions_seq: seq };
}

/** A message that was committed a moment ago, in the same shape. */
export function newMessage(
  entry: Pick<Numbered<ConversationEvent>, 'log' | 'seq' | 'id' | 'at' | 'by'>,
  event: Extract<ConversationEvent, { kind: 'message' }>,
): StoredMessage {
  const message: StoredMessage = {
    // A message entry's id is the message's.
    id: entry.id as StoredMessage['id'],
    // Messages are in conversations only.
    conversation: entry.log as StoredMessage['conversation'],
    seq: entry.seq,
    type: event.type,
    from: entry.by,
    to: event.to,
    content: event.content,
    contentType: event.contentType,
    media: event.media ?? null,
    replyTo: event.replyTo,
    createdAt: entry.at,
    editedAt: null,
    editSeq: null,
    deletedAt: null,
    deleteSeq: null,
  };
  return event.albumId === undefined ? message : { ...message, albumId: event.albumId };
}

/** A message that waits in the journal: it has no place in the order yet. */
export function provisionalMessageView({ event, ...message }: QueuedMessage): Message {
  return { ...messageView(newMessage({ ...message, seq: 0 }, event)), seq: null, status: 'queued' };
}
