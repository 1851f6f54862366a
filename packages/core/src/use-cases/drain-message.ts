import type { Context } from '../context.ts';
import type { Queueing } from '../journal/queueing.ts';
import { fromRecord, type QueuedMessage } from '../journal/queued-message.ts';
import type { JournalRecord } from '../ports/journal.ts';
import type { Reporter } from '../ports/reporter.ts';
import { StoreError } from '../ports/storage.ts';
import { judgeAtOnce, prepareSending } from './may-send.ts';
import { messageDraft } from './message-draft.ts';

export interface DrainMessageDeps extends Pick<Queueing, 'queue' | 'backlog'> {
  readonly reporter: Reporter;
}

/** Until the store is asked again. */
const pauseMs = 500;

/**
 * Puts a message from the journal into its lane, judged again like one that is sent now. JRN3. Resolves when it is
 * there, so that what follows it in its conversation comes behind it.
 */
export function createDrainMessage(context: Context, { queue, backlog, reporter }: DrainMessageDeps) {
  const { logs, clock } = context;

  /** Answers whether that could be done now. */
  async function handOver(message: QueuedMessage): Promise<boolean> {
    const { by, log, id, event } = message;
    const sending = { from: by, log, replyTo: event.replyTo };
    const hasBegun = (logs.peekConversation(log)?.head ?? 0) > 0;
    // What was left to be judged later is due now.
    const quick = sending.replyTo === null && hasBegun ? judgeAtOnce(context, sending) : undefined;
    const judged = quick ?? (await prepareSending(context, sending));
    if (judged !== 'go' && judged.retry) return false;
    // A lane that is in memory takes the draft at once.
    const state = logs.peekConversation(log) ?? (await logs.conversation(log));
    if (state?.needsNewer === true) return false;
    if (judged === 'go') {
      const draft = { ...messageDraft(message), whenAway: 'wait', acceptedAt: message.at } as const;
      logs.append(log, draft).catch(reportFault);
    } else if (state !== undefined) queue.refused(state, message, judged);
    else backlog.settle(log, id);
    return true;
  }

  function reportFault(error: unknown): void {
    reporter.error('handing over a queued message', error);
  }

  return async function drainMessage(record: JournalRecord): Promise<{ readonly settled: Promise<void> }> {
    const found = fromRecord(record);
    if (found.kind === 'refused') return { settled: Promise.resolve() };
    const { message } = found;
    const mark = backlog.find(message.log, message.id);
    const settled = backlog.settled(message.log, message.id);
    // Stored or refused already, or still in its lane.
    if (mark === undefined || mark.isHeld) return { settled };
    for (;;) {
      try {
        if (await handOver(message)) return { settled };
      } catch (error) {
        if (!(error instanceof StoreError)) reportFault(error);
      }
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
  };
}
