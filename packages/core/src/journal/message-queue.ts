import { refuse, type ConversationId, type Refusal } from '@parley/protocol';
import type { ConversationState } from '../log/conversation-state.ts';
import type { ConversationEvent, EntryId } from '../log/entry.ts';
import type { Appended, Draft } from '../pipeline/draft.ts';
import type { QueueOutcome } from '../pipeline/job.ts';
import { idTaken, isSameMessage, isStoredAs } from '../policy/same-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConversationReads, FoundEntry } from '../ports/conversation-reads.ts';
import type { Journal } from '../ports/journal.ts';
import { roomOfSocket, roomOfUser, type Publisher, type SocketId } from '../ports/publisher.ts';
import type { Reporter } from '../ports/reporter.ts';
import { createUntilAnswered } from '../until-answered.ts';
import { messageView, provisionalMessageView } from '../views/message-view.ts';
import type { Backlog } from './backlog.ts';
import { toRecord, toRefusal, type QueuedMessage } from './queued-message.ts';

export interface MessageQueueOptions {
  readonly journal: Journal;
  readonly backlog: Backlog;
  readonly publisher: Publisher;
  readonly conversations: Pick<ConversationReads, 'findEntry'>;
  readonly clock: Clock;
  readonly reporter: Reporter;
  /** Something is there to be drained. */
  readonly onQueued: () => void;
}

type ToRefuse = Pick<QueuedMessage, 'id' | 'by' | 'fingerprint'>;
type ConversationDraft = Draft<ConversationState, ConversationEvent>;

/** A message on its way into the journal. */
export interface MessageToQueue {
  readonly message: QueuedMessage;
  readonly state: ConversationState;
  /** its draft stays in its lane, where its outcome is unknown */
  readonly isHeld: boolean;
  /** the device that learns of it by its ack */
  readonly except: SocketId | undefined;
}

/** Until a store that does not answer is asked again. */
const pauseMs = 500;

export type MessageQueue = ReturnType<typeof createMessageQueue>;

/** Takes messages while their log cannot: into the journal, and to everybody concerned without a number. JRN1 */
export function createMessageQueue(options: MessageQueueOptions) {
  const { journal, backlog, publisher, clock, reporter } = options;
  const untilAnswered = createUntilAnswered({
    clock,
    reporter,
    doing: 'looking for a queued message',
    pauseMs,
    longestPauseMs: pauseMs,
  });

  /**
   * It was in its log before it was queued: everybody has it but, perhaps, the device that asked again and was told
   * `queued`. All to whom it was shown without a number learn that it has one. JRN1
   */
  function settleStored({ log, audience }: ConversationState, { entry }: FoundEntry): void {
    const isTold = backlog.find(log, entry.id)?.isTold === true;
    backlog.settle(log, entry.id);
    if (!isTold || entry.kind !== 'message') return;
    const { id, seq, conversation } = entry.message;
    publisher.publish([roomOfUser(entry.by)], 'message', messageView(entry.message));
    const settled = { type: 'message_settled', conversation, message_id: id, stored_seq: seq } as const;
    publisher.publish(audience, 'message_update', settled);
  }

  /** Refused when its turn came, unless it was stored before: by an earlier process, or under an earlier judgement. SND2 */
  async function refuseQueued(state: ConversationState, message: ToRefuse, error: Refusal): Promise<void> {
    const { log } = state;
    const stored = await untilAnswered(async () => {
      const found = await options.conversations.findEntry(log, message.id);
      return found !== undefined && isStoredAs(found, message) ? found : undefined;
    });
    if (stored !== undefined) {
      settleStored(state, stored);
      return;
    }
    // Before anybody hears of it: a crash brings back what was drained, and its sender may be a member again then.
    await untilAnswered(() => journal.append(toRefusal({ log, id: message.id }, clock.nowMs())));
    if (!backlog.settle(log, message.id)) return;
    // To all who had it, and to its sender, who may be out by now. JRN3
    publisher.publish([...state.audience, roomOfUser(message.by)], 'message_update', {
      type: 'message_failed',
      conversation: log,
      message_id: message.id,
      error,
    });
  }

  return {
    /** Messages of this log wait in the journal; what follows must not overtake them. */
    hasAny: backlog.hasAny,

    isQueued: (log: ConversationId, id: EntryId): boolean => backlog.find(log, id) !== undefined,

    /** The answer to a message that is queued already, or `undefined`. SND2 */
    repeated(log: ConversationId, draft: ConversationDraft): QueueOutcome | undefined {
      const mark = backlog.find(log, draft.id);
      if (mark?.isSynced !== true) return undefined;
      if (!isSameMessage(mark, draft)) return { outcome: 'refused', error: idTaken().error };
      mark.isTold = true;
      return { outcome: 'queued', at: mark.at, isRepeated: true };
    },

    /** Resolves once it is synced, or to why it could not be. In the order of the calls. */
    async put({ message, state, isHeld, except }: MessageToQueue): Promise<QueueOutcome> {
      const record = toRecord(message);
      if (!journal.hasRoom(record.text.length * 3)) return full();
      backlog.add(message, { isHeld, isSynced: false });
      try {
        await journal.append(record);
      } catch (error) {
        reporter.error('the journal did not take a message', error);
        backlog.settle(message.log, message.id);
        return unavailable();
      }
      // A held one may have been stored meanwhile: then everybody knows its number.
      const mark = backlog.find(message.log, message.id);
      if (mark !== undefined) {
        mark.isSynced = true;
        mark.isTold = true;
        backlog.show(message);
        publisher.publish(state.audience, 'message', provisionalMessageView(message), except);
      }
      options.onQueued();
      return { outcome: 'queued', at: message.at, isRepeated: false };
    },

    /** A draft of this log came to its end: if it was queued, that is over now. JRN3 */
    settled(
      state: ConversationState,
      draft: ConversationDraft,
      result: Appended<ConversationEvent, FoundEntry>,
    ): void {
      if (backlog.find(state.log, draft.id) === undefined) return;
      if (result.outcome === 'refused') void refuseQueued(state, draft, result.error);
      else if (result.outcome !== 'known') backlog.settle(state.log, draft.id);
      else if (!isStoredAs(result.found, draft)) void refuseQueued(state, draft, idTaken().error);
      else settleStored(state, result.found);
    },

    /** Refused before it came into its lane. */
    refused(state: ConversationState, message: QueuedMessage, error: Refusal): void {
      void refuseQueued(state, message, error);
    },

    /** Sends what is queued to a device that has just come, where `maySee`. */
    showTo(device: SocketId, maySee: (log: ConversationId) => boolean): void {
      for (const message of backlog.shown()) {
        if (!maySee(message.log)) continue;
        const mark = backlog.find(message.log, message.id);
        if (mark !== undefined) mark.isTold = true;
        publisher.publish([roomOfSocket(device)], 'message', provisionalMessageView(message));
      }
    },
  };
}

function full(): QueueOutcome {
  const sentence = 'The server has more to store than it can keep; try again soon.';
  return { outcome: 'refused', error: refuse('overloaded', sentence, { retryAfterMs: 5_000 }).error };
}

function unavailable(): QueueOutcome {
  const sentence = 'Neither the store nor the journal can take this right now.';
  return { outcome: 'refused', error: refuse('unavailable', sentence, { retryAfterMs: 2_000 }).error };
}
