import type { ConversationId, MessageId, UserId } from '@parley/protocol';
import type { EntryId } from '../log/entry.ts';
import type { QueuedMessage } from './queued-message.ts';

/** What is remembered of a queued message until it is stored or refused. */
export interface QueuedMark {
  readonly by: UserId;
  readonly fingerprint: string | null;
  readonly at: number;
  /** the draft is still in its lane, with an unknown outcome, and is settled there */
  readonly isHeld: boolean;
  /** it is in the journal for sure */
  isSynced: boolean;
  /** this process has told somebody that it is queued */
  isTold: boolean;
  /** those who wait for it to be settled */
  readonly waiters: (() => void)[];
}

export type Backlog = ReturnType<typeof createBacklog>;

/**
 * The messages that are in the journal and not yet in their log: their ids, by conversation, and the newest of them
 * whole, for devices that come back. A conversation that is not empty here sends what follows to the journal too, so
 * the order of its messages is kept. JRN1
 */
export function createBacklog(options: { readonly shownMost: number }) {
  const logs = new Map<ConversationId, Map<EntryId, QueuedMark>>();
  /** the newest ones, in order */
  const shown = new Map<string, QueuedMessage>();

  function forget(log: ConversationId, id: EntryId): QueuedMark | undefined {
    const marks = logs.get(log);
    const mark = marks?.get(id);
    if (marks === undefined || mark === undefined) return undefined;
    marks.delete(id);
    if (marks.size === 0) logs.delete(log);
    shown.delete(keyOf(log, id));
    return mark;
  }

  return {
    hasAny: (log: ConversationId): boolean => logs.has(log),
    find: (log: ConversationId, id: EntryId): QueuedMark | undefined => logs.get(log)?.get(id),
    /** The conversations in which a message of this id is queued. */
    logsOf: (id: MessageId): ConversationId[] =>
      [...logs].flatMap(([log, marks]) => (marks.has(id) ? [log] : [])),
    add(message: QueuedMessage, { isHeld, isSynced }: Pick<QueuedMark, 'isHeld' | 'isSynced'>): void {
      const { log, id, by, fingerprint, at } = message;
      let marks = logs.get(log);
      if (marks === undefined) logs.set(log, (marks = new Map<EntryId, QueuedMark>()));
      marks.set(id, { by, fingerprint, at, isHeld, isSynced, isTold: false, waiters: [] });
    },
    /** It is synced, and may be shown to devices that come back. */
    show(message: QueuedMessage): void {
      if (logs.get(message.log)?.has(message.id) !== true) return;
      shown.set(keyOf(message.log, message.id), message);
      if (shown.size <= options.shownMost) return;
      for (const oldest of shown.keys()) {
        shown.delete(oldest);
        break;
      }
    },
    shown: (): Iterable<QueuedMessage> => shown.values(),
    /** It is stored or refused. Answers whether it was queued. */
    settle(log: ConversationId, id: EntryId): boolean {
      const mark = forget(log, id);
      for (const tell of mark?.waiters ?? []) tell();
      return mark !== undefined;
    },
    /** Resolves when it is stored or refused. */
    settled(log: ConversationId, id: EntryId): Promise<void> {
      const mark = logs.get(log)?.get(id);
      return mark === undefined ? Promise.resolve() : new Promise((resolve) => mark.waiters.push(resolve));
    },
  };
}

function keyOf(log: ConversationId, id: EntryId): string {
  return `${log} ${id}`;
}
