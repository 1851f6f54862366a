import { refuse } from '@parley/protocol';
import type { QueuedMessage } from '../journal/queued-message.ts';
import type { FoundEntry } from '../ports/conversation-reads.ts';

/** What tells one message from another of the same id. SND2 */
export type Sent = Pick<QueuedMessage, 'by' | 'fingerprint'>;

export function isSameMessage(one: Sent, other: Sent): boolean {
  return one.by === other.by && one.fingerprint === other.fingerprint;
}

/** Whether what is in the log is what was sent. */
export function isStoredAs({ entry, fingerprint }: FoundEntry, sent: Sent): boolean {
  return isSameMessage({ by: entry.by, fingerprint }, sent);
}

export function idTaken() {
  return refuse('conflict', 'This id was used for another message.');
}
