import { previewOf } from '../../message-text/preview-of.ts';
import { texts } from '../../texts/texts.ts';
import type { ShownMessage } from './shown-message.ts';

/** A message in one line, for quotes and for screen readers. */
export function summarize(message: ShownMessage): string {
  const t = texts.conversation;
  if (message.isDeleted) return t.deleted;
  if (message.content !== null && message.content !== '') return previewOf(message.content);
  return message.filename === null ? t.attachmentUnnamed : t.attachment(message.filename);
}
