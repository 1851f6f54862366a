import {
  accept,
  refuse,
  refuseField,
  sizes,
  uuidV7TimeMs,
  type OutgoingMessage,
  type Refusal,
  type Result,
  type SendAnswer,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember } from '../log/conversation-state.ts';
import type { ConversationEvent } from '../log/entry.ts';
import type { ConversationDraft } from '../logs.ts';
import { deny, grant, type Numbered } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';
import { addressedConversation } from '../policy/address.ts';
import type { FoundEntry } from '../ports/conversation-reads.ts';
import { wireTime } from '../views/message-view.ts';
import { judgeAtOnce, prepareSending, type Sending } from './may-send.ts';
import { createOrderGate } from './order-gate.ts';

/**
 * Sends a message: the id already in the log answers as the first time (SND2), then membership, then policy, then the
 * log. Messages of one sender to one conversation keep the order in which they were handed in, also when one of them
 * has to wait for a look-up.
 */
export function createSendMessage(context: Context) {
  const { logs, clock } = context;
  const gate = createOrderGate();

  return async function sendMessage(caller: Caller, body: OutgoingMessage): Promise<Result<SendAnswer>> {
    const impossible = refuseImpossible(body, clock.nowMs());
    if (impossible) return impossible;
    const from = caller.userId;
    const log = addressedConversation(from, body);
    if (log === undefined) return notFound('user');
    const sending: Sending = { from, log, body, answer: undefined };
    const draft = draftOf(context, caller, sending);

    const quick = gate.isIdle() || !gate.isClosed(keyOf(sending)) ? judgeAtOnce(context, sending) : undefined;
    const started =
      quick === undefined
        ? await gate.pass(keyOf(sending), async () =>
            appendIf(await prepareSending(context, sending), sending, draft),
          )
        : appendIf(quick, sending, draft);
    if ('error' in started) return firstAnswerOr(started.error, sending, draft);
    const appended = await started.appending;
    switch (appended.outcome) {
      case 'stored':
        return accept(sending.answer ?? answerOf(appended.entry, sending));
      case 'known':
        return repeatedAnswer(appended.found, sending, draft);
      case 'refused':
        return firstAnswerOr(appended.error, sending, draft);
      case 'stale':
        // A message's judgement needs nothing but the state, so this cannot be.
        return refuse('internal', 'The message was judged twice.');
    }
  };

  /** Wrapped, so that whoever waits for the hand-over does not wait for the commit. */
  function appendIf(judged: Refusal | 'go', { log }: Sending, draft: ConversationDraft) {
    return judged === 'go' ? { appending: logs.append(log, draft) } : { error: judged };
  }

  /** Before a refusal is given: was this very message stored before? Then it answers as the first time. SND2 */
  async function firstAnswerOr(
    error: Refusal,
    sending: Sending,
    draft: ConversationDraft,
  ): Promise<Result<SendAnswer>> {
    const mayBeKnown = error.code === 'not_found' || error.code === 'forbidden';
    const found = mayBeKnown
      ? await context.storage.conversations.findEntry(sending.log, draft.id)
      : undefined;
    if (found?.entry.by !== sending.from) return { ok: false, error };
    return repeatedAnswer(found, sending, draft);
  }
}

function keyOf({ from, log }: Sending): string {
  return `${from} ${log}`;
}

function draftOf({ ids }: Context, { acknowledge, socketId }: Caller, sending: Sending): ConversationDraft {
  const { from, body } = sending;
  const event: ConversationEvent = {
    kind: 'message',
    type: body.type,
    to: body.to,
    content: body.content ?? null,
    contentType: body.content_type,
    replyTo: body.reply_to ?? null,
  };
  return {
    // SND3: without an id of the client's own such a send cannot be retried safely.
    id: body.id ?? ids.newId(),
    by: from,
    fingerprint: ids.digest(firstSent(body)),
    queueable: true,
    bytes: 400 + (body.content?.length ?? 0) * 2,
    decide: (state) => (isMember(state, from) ? grant(event) : deny(notFound('conversation'))),
    stored:
      acknowledge &&
      ((entry) => {
        sending.answer = answerOf(entry, sending);
        acknowledge(sending.answer);
      }),
    except: acknowledge && socketId,
  };
}

/** The body as first sent: what validation leaves of it, in one order of fields. SND2 */
function firstSent(body: OutgoingMessage): string {
  // No field before the text holds a line break, and no text is blank.
  return `${body.type}\n${body.to}\n${body.content_type}\n${body.reply_to ?? ''}\n\n${body.content ?? ''}`;
}

function refuseImpossible(body: OutgoingMessage, nowMs: number): ReturnType<typeof refuse> | undefined {
  if (body.media_id !== undefined) return refuseField('media_id', 'this server does not take media yet');
  if (body.media_url !== undefined) return refuseField('media_url', 'this server does not take media yet');
  // SND5
  if (body.id !== undefined && uuidV7TimeMs(body.id) > nowMs + sizes.idAheadMs)
    return refuseField('id', 'is more than a day ahead of the server');
  return undefined;
}

function repeatedAnswer(found: FoundEntry, sending: Sending, draft: ConversationDraft): Result<SendAnswer> {
  if (found.entry.by !== draft.by || found.fingerprint !== draft.fingerprint)
    return refuse('conflict', 'This id was used for another message.');
  return accept({ ...answerOf(found.entry, sending), duplicate: true });
}

function answerOf(
  entry: Pick<Numbered<ConversationEvent>, 'id' | 'seq' | 'at'>,
  { log }: Sending,
): SendAnswer {
  return {
    // A message entry's id is the message's.
    id: entry.id as SendAnswer['id'],
    conversation: log,
    seq: entry.seq,
    created_at: wireTime(entry.at),
    status: 'stored',
  };
}
