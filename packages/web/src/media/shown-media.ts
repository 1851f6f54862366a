import type { Attachment, MediaKind, Message, OutboxItem } from '@parley/client';
import { withoutBidiControls } from '../message-text/bidi-controls.ts';

/** What a message carries, whether it is on the server or waits on this device. */
export interface ShownMedia {
  readonly kind: MediaKind;
  readonly isVoice: boolean;
  /** without what would show its end elsewhere */
  readonly filename: string;
  /** bytes */
  readonly size: number;
  readonly mimeType: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly durationMs: number | undefined;
  readonly waveform: readonly number[] | undefined;
  /** thumbhash, base64 */
  readonly placeholder: string | undefined;
  /** undefined while it is on this device only */
  readonly url: string | undefined;
  readonly thumbnailUrl: string | undefined;
  /** the message that waits, whose file this device has */
  readonly waiting: OutboxItem | undefined;
}

export function shownMediaOf({ content_type, media_url, media_metadata }: Message): ShownMedia | null {
  if (media_url === null || media_metadata === null) return null;
  const { mime_type, filename, size, voice, width, height, duration_ms } = media_metadata;
  return {
    kind: isKind(content_type) ? content_type : 'file',
    isVoice: voice === true,
    filename: withoutBidiControls(filename),
    size,
    mimeType: mime_type,
    width,
    height,
    durationMs: duration_ms,
    waveform: media_metadata.waveform,
    placeholder: media_metadata.placeholder,
    url: media_url,
    thumbnailUrl: media_metadata.thumbnail_url,
    waiting: undefined,
  };
}

export function shownAttachmentOf(item: OutboxItem, attachment: Attachment): ShownMedia {
  const { kind, voice, filename, size, mimeType, width, height, durationMs, waveform } = attachment;
  return {
    kind,
    isVoice: voice === true,
    filename: withoutBidiControls(filename),
    size,
    mimeType,
    width,
    height,
    durationMs,
    waveform,
    placeholder: undefined,
    url: undefined,
    thumbnailUrl: undefined,
    waiting: item,
  };
}

/** A kind of a later version is shown as a file. */
function isKind(contentType: string): contentType is MediaKind {
  return ['image', 'video', 'audio', 'file'].includes(contentType);
}
