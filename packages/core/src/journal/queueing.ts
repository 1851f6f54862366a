import type { AnswerBody } from '@parley/protocol';
import type { Clock } from '../ports/clock.ts';
import type { ConversationReads } from '../ports/conversation-reads.ts';
import type { Journal } from '../ports/journal.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Reporter } from '../ports/reporter.ts';
import { wireTime } from '../views/message-view.ts';
import { createBacklog, type Backlog } from './backlog.ts';
import { createDrain, type Drain, type DrainOptions } from './drain.ts';
import { createMessageQueue, type MessageQueue } from './message-queue.ts';
import { fromRecord } from './queued-message.ts';

export interface QueueingOptions {
  readonly journal: Journal;
  readonly conversations: Pick<ConversationReads, 'findEntry'>;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly reporter: Reporter;
}

/** Newest queued messages that are kept whole in memory, to be shown to devices that come back. PIP4 */
const shownMost = 20_000;

export interface Queueing {
  readonly backlog: Backlog;
  readonly queue: MessageQueue;
  /** Takes up what an earlier process left in the journal, and drains from now on. @throws JournalError */
  start(how: Pick<DrainOptions, 'share' | 'hand'>): Promise<void>;
  /** Nothing more leaves the journal. */
  stop(): void;
  health(): NonNullable<AnswerBody<'pipeline_health'>['journal']>;
}

/** The way through the journal and back: what queues messages, remembers them, and drains them. */
export function createQueueing(options: QueueingOptions): Queueing {
  const { journal, clock, reporter } = options;
  const backlog = createBacklog({ shownMost });
  let drain: Drain | undefined;
  const queue = createMessageQueue({
    ...options,
    backlog,
    onQueued: () => {
      drain?.wake();
    },
  });

  return {
    backlog,
    queue,
    async start(how) {
      await journal.scan((record) => {
        // Not shown to anybody: it may be stored already, and is about to be drained.
        const found = fromRecord(record);
        if (found.kind === 'message') backlog.add(found.message, { isHeld: false, isSynced: true });
        else backlog.settle(found.log, found.id);
      });
      drain = createDrain({ journal, clock, reporter, ...how });
      drain.wake();
    },
    stop() {
      drain?.stop();
    },
    health() {
      const { records, bytes, oldestAt } = journal.figures();
      const oldest_at = oldestAt === null ? null : wireTime(oldestAt);
      return { records, bytes, oldest_at, drained_total: drain?.drainedTotal() ?? 0 };
    },
  };
}
