import type { OutboxItem } from '@parley/client';
import type { Draft } from '../device/drafts.ts';

/** The draft in which a refused message is written anew: saved, it goes again; what is written there already waits. */
export function editAgain({ id, content }: OutboxItem, draft: Draft | undefined): Draft {
  return { text: '', ...draft, edit: { messageId: id, text: content.content ?? '' } };
}
