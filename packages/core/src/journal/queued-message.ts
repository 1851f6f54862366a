import type { ConversationId, UserId } from '@parley/protocol';
import type { ConversationEvent, EntryId } from '../log/entry.ts';
import { JournalError, type JournalRecord } from '../ports/journal.ts';

/** A message as it waits in the journal: judged once, without a number. */
export interface QueuedMessage {
  readonly log: ConversationId;
  readonly id: EntryId;
  readonly by: UserId;
  /** 32 hex digits over the body as first sent */
  readonly fingerprint: string | null;
  /** when it was accepted, UTC ms */
  readonly at: number;
  readonly event: MessageEvent;
}

export type MessageEvent = Extract<ConversationEvent, { kind: 'message' }>;

/** What a record says: a stored format. Another shape needs another first word. */
type Written =
  | readonly [
      format: 'm1',
      log: ConversationId,
      id: EntryId,
      by: UserId,
      fingerprint: string | null,
      event: MessageEvent,
    ]
  | readonly [format: 'x1', log: ConversationId, id: EntryId];

/** A message that waits, or one before it that was refused when its turn came: it must not come back after a crash. */
export type Journaled =
  | { readonly kind: 'message'; readonly message: QueuedMessage }
  | { readonly kind: 'refused'; readonly log: ConversationId; readonly id: EntryId };

export function toRecord({ log, id, by, fingerprint, at, event }: QueuedMessage): JournalRecord {
  return { at, text: write(['m1', log, id, by, fingerprint, event]) };
}

export function toRefusal({ log, id }: Pick<QueuedMessage, 'log' | 'id'>, at: number): JournalRecord {
  return { at, text: write(['x1', log, id]) };
}

function write(written: Written): string {
  return JSON.stringify(written);
}

/** @throws JournalError a newer program wrote it */
export function fromRecord({ at, text }: JournalRecord): Journaled {
  // A journal hands back what was written, or nothing (JRN2); the first word says in which shape.
  const written = JSON.parse(text) as Written | readonly [unknown];
  switch (written[0]) {
    case 'm1': {
      // As the first word says.
      const [, log, id, by, fingerprint, event] = written as Extract<Written, readonly ['m1', ...unknown[]]>;
      return { kind: 'message', message: { log, id, by, fingerprint, at, event } };
    }
    case 'x1': {
      // As the first word says.
      const [, log, id] = written as Extract<Written, readonly ['x1', ...unknown[]]>;
      return { kind: 'refused', log, id };
    }
    default:
      throw new JournalError('The journal was written by a newer version of Parley.');
  }
}
