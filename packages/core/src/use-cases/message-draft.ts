import { isMember } from '../log/conversation-state.ts';
import type { QueuedMessage } from '../journal/queued-message.ts';
import type { ConversationDraft } from '../logs.ts';
import { deny, grant } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';

type Message = Pick<QueuedMessage, 'id' | 'by' | 'fingerprint' | 'event'>;

/** What is known of media, with a waveform. */
const mediaBytes = 1_500;

/** What every message brings to its log, sent now or drained from the journal: it is numbered for members only. */
export function messageDraft({ id, by, fingerprint, event }: Message) {
  return {
    id,
    by,
    fingerprint,
    bytes: 400 + (event.content?.length ?? 0) * 2 + (event.media === undefined ? 0 : mediaBytes),
    decide: (state) => (isMember(state, by) ? grant(event) : deny(notFound('conversation'))),
  } satisfies Partial<ConversationDraft>;
}
