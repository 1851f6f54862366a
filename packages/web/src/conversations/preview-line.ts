import {
  tickOf,
  type Attachment,
  type Conversation,
  type MediaMetadata,
  type OutboxItem,
  type Tick,
} from '@parley/client';
import type { Draft } from '../device/drafts.ts';
import { previewOf } from '../message-text/preview-of.ts';
import { texts } from '../texts/texts.ts';
import { describeMessage } from './describe-message.ts';

/** The second line of a row: what is most worth knowing of a conversation. */
export interface PreviewLine {
  readonly kind: 'draft' | 'typing' | 'pending' | 'failed' | 'message' | 'nothing';
  /** who or what, in front of the text: "Draft", "You", "Ada" */
  readonly lead?: string;
  readonly text: string;
  /** how far one's own last message has come; in direct conversations only */
  readonly tick?: Tick;
}

export interface PreviewParts {
  readonly conversation: Conversation;
  readonly ownId: string;
  readonly draft: Draft | undefined;
  /** files that are chosen and not sent */
  readonly chosen: number;
  /** names of those who are typing now */
  readonly typing: readonly string[];
  /** the newest of one's own that is not stored yet */
  readonly waiting: OutboxItem | undefined;
  /** the album that it ends with, where this device has the whole of it */
  readonly album: string | undefined;
  /** name of who wrote the last message; only asked for in groups */
  readonly authorName: string;
}

/** One's own draft first, then who is typing, then what waits to be sent, else the last message. */
export function previewLine({ conversation, ownId, ...parts }: PreviewParts): PreviewLine {
  const { draft, chosen, typing, waiting, album, authorName } = parts;
  const t = texts.conversations;
  const isGroup = conversation.type === 'group';
  if (draft !== undefined || chosen > 0)
    return { kind: 'draft', lead: t.draft, text: describeDraft(draft, chosen) };
  if (typing.length > 0) return { kind: 'typing', text: isGroup ? t.typing(typing) : t.typingAlone };
  if (waiting !== undefined) {
    const isFailed = waiting.status === 'failed';
    return {
      kind: isFailed ? 'failed' : 'pending',
      lead: isFailed ? t.notSent : t.you,
      text: describeWaiting(waiting),
    };
  }
  return storedLine(conversation, { ownId, album, authorName });
}

function describeDraft(draft: Draft | undefined, chosen: number): string {
  const t = texts.conversations;
  const text = previewOf(draft?.edit?.text ?? draft?.text ?? '');
  if (text !== '') return text;
  if (draft?.edit !== undefined) return t.draftEdit;
  return chosen > 0 ? t.draftFiles(chosen) : t.draftReply;
}

function storedLine(
  conversation: Conversation,
  { ownId, album, authorName }: Pick<PreviewParts, 'ownId' | 'album' | 'authorName'>,
): PreviewLine {
  const { type, peer, last_message: last } = conversation;
  const t = texts.conversations;
  if (last === null) return { kind: 'nothing', text: t.noMessages };
  const line: PreviewLine = { kind: 'message', text: album ?? describeMessage(last) };
  if (peer?.id === ownId) return line;
  if (last.from !== ownId) return type === 'group' ? { ...line, lead: authorName } : line;
  if (type === 'group' || last.seq === null || last.deleted_at !== null) return { ...line, lead: t.you };
  const tick = tickOf(last.seq, { summary: conversation, positions: new Map() }, ownId);
  return { ...line, lead: t.you, tick };
}

/** Of media that wait, this device knows what it was told. */
function describeWaiting({ content, attachment }: OutboxItem): string {
  return describeMessage({
    content: content.content ?? null,
    content_type: content.content_type ?? 'text',
    media_metadata: attachment === undefined ? null : metadataOf(attachment),
    deleted_at: null,
  });
}

function metadataOf({ filename, mimeType, size, voice }: Attachment): MediaMetadata {
  return { filename, mime_type: mimeType, size, ...(voice === undefined ? {} : { voice }) };
}

/** What a count of unread messages says; the server counts no further than a thousand. RD2 */
export function unreadText(unread: number): string {
  return unread > 999 ? '999+' : String(unread);
}
