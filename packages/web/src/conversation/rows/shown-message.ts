import type { Message, OutboxItem, Reaction, Refusal } from '@parley/client';
import { shownAttachmentOf, shownMediaOf, type ShownMedia } from '../../media/shown-media.ts';

/** A message as a row shows it, whether the server has it or not. */
export interface ShownMessage {
  readonly id: string;
  readonly from: string;
  /** null: deleted, or nothing but a file */
  readonly content: string | null;
  readonly contentType: string;
  /** the file it carries */
  readonly media: ShownMedia | null;
  readonly createdAtMs: number;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly replyTo: string | null;
  /** undefined: sent alone */
  readonly albumId: string | undefined;
  readonly reactions: readonly Reaction[];
  /** its place in the log; null while it has none */
  readonly seq: number | null;
  /** `sent` says nothing of how far it came: that is its tick */
  readonly state: 'sent' | 'uploading' | 'pending' | 'queued' | 'failed';
  /** why it failed */
  readonly error: Refusal | undefined;
}

/** What a message says, or all those of an album; '' where it is nothing but a file. */
export function wordsOf(messages: readonly Pick<ShownMessage, 'content'>[]): string {
  return messages.flatMap(({ content }) => content || []).join('\n');
}

const none: readonly Reaction[] = [];

/** The same object for the same message, so that rows that did not change are not drawn again. */
const ofMessages = new WeakMap<Message, ShownMessage>();
const ofItems = new WeakMap<OutboxItem, ShownMessage>();

export function shownMessage(message: Message): ShownMessage {
  const known = ofMessages.get(message);
  if (known !== undefined) return known;
  const shown: ShownMessage = {
    id: message.id,
    from: message.from,
    content: message.content,
    contentType: message.content_type,
    media: shownMediaOf(message),
    createdAtMs: Date.parse(message.created_at),
    isEdited: message.edited_at !== null,
    isDeleted: message.deleted_at !== null,
    replyTo: message.reply_to,
    albumId: message.album_id,
    reactions: message.reactions ?? none,
    seq: message.seq,
    state: message.seq === null ? 'queued' : 'sent',
    error: undefined,
  };
  ofMessages.set(message, shown);
  return shown;
}

export function shownOutboxItem(item: OutboxItem): ShownMessage {
  const known = ofItems.get(item);
  if (known !== undefined) return known;
  const shown: ShownMessage = {
    id: item.id,
    from: item.owner,
    content: item.content.content ?? null,
    contentType: item.content.content_type ?? 'text',
    media: item.attachment === undefined ? null : shownAttachmentOf(item, item.attachment),
    createdAtMs: item.writtenAtMs,
    isEdited: false,
    isDeleted: false,
    replyTo: item.content.reply_to ?? null,
    albumId: item.content.album_id,
    reactions: none,
    seq: null,
    state: item.status,
    error: item.error,
  };
  ofItems.set(item, shown);
  return shown;
}
