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
import type { MessageEvent } from '../journal/queued-message.ts';
import type { ConversationEvent } from '../log/entry.ts';
import type { Media } from '../log/media.ts';
import type { ConversationDraft } from '../logs.ts';
import type { Numbered, Queued } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';
import { addressedConversation } from '../policy/address.ts';
import { idTaken, isStoredAs } from '../policy/same-message.ts';
import type { FoundEntry } from '../ports/conversation-reads.ts';
import { wireTime } from '../views/message-view.ts';
import { createLookInTime } from './look-in-time.ts';
import { judgeAtOnce, prepareSending, type Sending } from './may-send.ts';
import { messageDraft } from './message-draft.ts';
import { createOrderGate } from './order-gate.ts';
import { claimMedia, mediaNamedIn } from './use-media.ts';

/** A message on its way, and what its sender was told, once that has happened. */
interface Outgoing extends Sending {
  readonly body: OutgoingMessage;
  readonly mediaId: string | undefined;
  answer: SendAnswer | undefined;
}

/**
 * Sends a message: the id already in the log answers as the first time (SND2), then membership, then policy, then the
 * log. Messages of one sender to one conversation keep the order in which they were handed in, also when one of them
 * has to wait for a look-up.
 */
export function createSendMessage(context: Context) {
  const { logs, clock } = context;
  const gate = createOrderGate();
  const lookInTime = createLookInTime(clock);

  return async function sendMessage(caller: Caller, body: OutgoingMessage): Promise<Result<SendAnswer>> {
    const impossible = refuseImpossible(body, clock.nowMs());
    if (impossible) return impossible;
    const named = mediaNamedIn(body);
    if ('error' in named) return { ok: false, error: named.error };
    const from = caller.userId;
    const log = addressedConversation(from, body);
    if (log === undefined) return notFound('user');
    const replyTo = body.reply_to ?? null;
    const sending: Outgoing = { from, log, body, mediaId: named.id, replyTo, answer: undefined };
    const draft = draftOf(context, caller, sending);

    const mayBeQuick =
      named.id === undefined && (gate.isIdle() || !gate.isClosed(keyOf(sending))) && !logs.isDraining(log);
    const quick = mayBeQuick ? judgeAtOnce(context, sending) : undefined;
    const started =
      quick === undefined
        ? await gate.pass(keyOf(sending), () => claimAndAppend(sending, draft))
        : appendIf(quick, sending, draft);
    if ('found' in started) return repeatedAnswer(started.found, sending, draft);
    if ('error' in started) return firstAnswerOr(started.error, sending, draft);
    const appended = await started.appending;
    switch (appended.outcome) {
      case 'stored':
        return accept(sending.answer ?? answerOf(appended.entry, sending));
      case 'known':
        return repeatedAnswer(appended.found, sending, draft);
      case 'queued':
        return accept(queuedAnswer(appended, sending, draft));
      case 'refused':
        return firstAnswerOr(appended.error, sending, draft);
      case 'stale':
        // A message's judgement needs nothing but the state, so this cannot be.
        return refuse('internal', 'The message was judged twice.');
    }
  };

  /** What media is, its upload says, whatever the sender does. */
  async function claimAndAppend(sending: Outgoing, draft: OutgoingDraft) {
    if (sending.mediaId === undefined) return prepareAndAppend(sending, draft);
    const claimed = await claimMedia(context, sending.from, sending.mediaId);
    if (!claimed.ok) return { error: claimed.error };
    return prepareAndAppend(sending, withMedia(draft, claimed.value));
  }

  async function prepareAndAppend(sending: Outgoing, draft: OutgoingDraft) {
    const { log } = sending;
    // Others of its log are in the journal, so it would be queued without a look at what is stored: that is looked at
    // here. What is drained while it is looked for is looked for again. SND2
    for (let mustLook = logs.isDraining(log); mustLook;) {
      const wasQueued = logs.isQueued(log, draft.id);
      const found = await lookInTime(() => context.storage.conversations.findEntry(log, draft.id));
      if (found !== undefined) return { found };
      // Judged when it was queued; answered as such, before it can be drained.
      if (logs.isQueued(log, draft.id)) return appendIf('go', sending, draft);
      mustLook = wasQueued;
    }
    const judged = judgeAtOnce(context, sending) ?? (await prepareSending(context, sending));
    return appendIf(judged, sending, draft);
  }

  /** Wrapped, so that whoever waits for the hand-over does not wait for the commit. */
  function appendIf(judged: Refusal | 'go', { log }: Outgoing, draft: OutgoingDraft) {
    return judged === 'go' ? { appending: logs.append(log, draft) } : { error: judged };
  }

  /** Before a refusal is given: was this very message stored before? Then it answers as the first time. SND2 */
  async function firstAnswerOr(
    error: Refusal,
    sending: Outgoing,
    draft: OutgoingDraft,
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

/** A message's draft, with the event it is about. */
type OutgoingDraft = ConversationDraft & { readonly event: MessageEvent };

function withMedia(draft: OutgoingDraft, media: Media): OutgoingDraft {
  const event = { ...draft.event, contentType: media.kind, media };
  return { ...draft, ...messageDraft({ ...draft, event }), event };
}

function draftOf({ ids }: Context, { acknowledge, socketId }: Caller, sending: Outgoing): OutgoingDraft {
  const { from, body } = sending;
  const alone: MessageEvent = {
    kind: 'message',
    type: body.type,
    to: body.to,
    content: body.content ?? null,
    contentType: body.content_type,
    replyTo: body.reply_to ?? null,
  };
  const event = body.album_id === undefined ? alone : { ...alone, albumId: body.album_id };
  // SND3: without an id of the client's own such a send cannot be retried safely.
  const id = body.id ?? ids.newId();
  return {
    ...messageDraft({ id, by: from, fingerprint: ids.digest(firstSent(sending)), event }),
    event,
    whenAway: 'queue',
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
function firstSent({ body, mediaId = '' }: Outgoing): string {
  const { type, to, content_type: contentType, reply_to: replyTo = '', album_id, content = '' } = body;
  // One without an album is what it always was, so that what was sent before there were albums is known again.
  const related = album_id === undefined ? replyTo : `${replyTo} ${album_id}`;
  // No field before the text holds a line break.
  return [type, to, contentType, related, mediaId, content].join('\n');
}

function refuseImpossible(body: OutgoingMessage, nowMs: number): ReturnType<typeof refuse> | undefined {
  // SND5
  if (body.id !== undefined && uuidV7TimeMs(body.id) > nowMs + sizes.idAheadMs)
    return refuseField('id', 'is more than a day ahead of the server');
  return undefined;
}

function repeatedAnswer(found: FoundEntry, sending: Outgoing, draft: OutgoingDraft): Result<SendAnswer> {
  if (!isStoredAs(found, draft)) return idTaken();
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

function queuedAnswer({ at, isRepeated }: Queued, { log }: Sending, { id }: ConversationDraft): SendAnswer {
  const answer = {
    // A message entry's id is the message's.
    id: id as SendAnswer['id'],
    conversation: log,
    seq: null,
    created_at: wireTime(at),
    status: 'queued',
  } as const;
  return isRepeated ? { ...answer, duplicate: true } : answer;
}
