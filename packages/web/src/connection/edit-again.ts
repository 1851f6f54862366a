import type { OutboxItem } from '@parley/client';
import type { Draft } from '../device/drafts.ts';

/** The draft from which a refused message is written anew; what is written there already follows it. */
export function editAgain({ content }: OutboxItem, draft: Draft | undefined): Draft {
  const parts = [content.content ?? '', draft?.text ?? ''];
  const text = parts.filter((part) => part.trim() !== '').join('\n\n');
  const replyTo = draft?.replyTo ?? content.reply_to;
  return replyTo === undefined ? { text } : { text, replyTo };
}
