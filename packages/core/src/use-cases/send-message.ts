import {
  accept,
  directConversationId,
  refuse,
  refuseField,
  sizes,
  userId,
  uuidV7TimeMs,
  messageId,
  type ConversationId,
  type OutgoingMessage,
  type Refusal,
  type Result,
  type SendAnswer,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import type { ConversationEvent } from '../log/entry.ts';
import type { ConversationDraft } from '../logs.ts';
import { deny, grant, type Numbered } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';
import type { FoundEntry } from '../ports/conversation-reads.ts';
import { wireTime } from '../views/message-view.ts';
import { announceDirect } from './announce.ts';
import { createOrderGate } from './order-gate.ts';

/**
 * Sends a message: the id already in the log answers as the first time (SND2), then membership, then policy, then the
 * log. Messages of one sender to one conversation keep the order in which they were handed in, also when one of them
 * has to wait for a look-up.
 */
export function createSendMessage(context: Context) {
  const { logs, clock, ids } = context;
  const gate = createOrderGate();

  return async function sendMessage(caller: Caller, body: OutgoingMessage): Promise<Result<SendAnswer>> {
    const impossible = refuseImpossible(body, clock.nowMs());
    if (impossible) return impossible;
    const log = addressOf(caller.userId, body);
    if (log === undefined) return notFound('user');
    const draft = draftOf(context, caller, log, body);

    const key = `${caller.userId} ${log}`;
    const quick =
      body.reply_to === undefined && !gate.isClosed(key)
        ? judgeAtOnce(context, caller.userId, log)
        : undefined;
    const started =
      quick === undefined
        ? await gate.pass(key, async () =>
            appendIf(await prepare(context, caller.userId, log, body), log, draft),
          )
        : appendIf(quick, log, draft);
    if ('error' in started) return firstAnswerOr(context, log, draft, started.error);
    const appended = await started.appending;
    switch (appended.outcome) {
      case 'stored':
        return accept(answerOf(appended.entry.id, log, appended.entry.seq, appended.entry.at));
      case 'known':
        return repeatedAnswer(appended.found, log, draft);
      case 'refused':
        return firstAnswerOr(context, log, draft, appended.error);
      case 'stale':
        // A message's judgement needs nothing but the state, so this cannot be.
        return refuse('internal', 'The message was judged twice.');
    }
  };

  /** Wrapped, so that whoever waits for the hand-over does not wait for the commit. */
  function appendIf(judged: Refusal | 'go', log: ConversationId, draft: ConversationDraft) {
    return judged === 'go' ? { appending: logs.append(log, draft) } : { error: judged };
  }

  function draftOf(
    { ids: names }: Context,
    caller: Caller,
    log: ConversationId,
    body: OutgoingMessage,
  ): ConversationDraft {
    const event: ConversationEvent = {
      kind: 'message',
      type: body.type,
      to: body.to,
      content: body.content ?? null,
      contentType: body.content_type,
      replyTo: body.reply_to ?? null,
    };
    const { acknowledge } = caller;
    return {
      // SND3: without an id of the client's own such a send cannot be retried safely.
      id: body.id ?? ids.newId(),
      by: caller.userId,
      fingerprint: names.digest(firstSent(body)),
      queueable: true,
      bytes: 400 + (body.content?.length ?? 0) * 2,
      decide: (state) => (isMember(state, caller.userId) ? grant(event) : deny(notFound('conversation'))),
      ...(acknowledge === undefined
        ? {}
        : {
            stored: (entry: Numbered<ConversationEvent>) => {
              acknowledge(answerOf(entry.id, log, entry.seq, entry.at));
            },
            except: caller.socketId,
          }),
    };
  }
}

/** The body as first sent: what validation leaves of it, in one order of fields. SND2 */
function firstSent(body: OutgoingMessage): string {
  return JSON.stringify([
    body.type,
    body.to,
    body.content ?? null,
    body.content_type,
    null,
    body.reply_to ?? null,
  ]);
}

function refuseImpossible(body: OutgoingMessage, nowMs: number): ReturnType<typeof refuse> | undefined {
  if (body.media_id !== undefined) return refuseField('media_id', 'this server does not take media yet');
  if (body.media_url !== undefined) return refuseField('media_url', 'this server does not take media yet');
  // SND5
  if (body.id !== undefined && uuidV7TimeMs(body.id) > nowMs + sizes.idAheadMs)
    return refuseField('id', 'is more than a day ahead of the server');
  return undefined;
}

function addressOf(from: UserId, body: OutgoingMessage): ConversationId | undefined {
  if (body.type === 'group') return body.to as ConversationId;
  const peer = userId.safeParse(body.to);
  return peer.success ? directConversationId(from, peer.data) : undefined;
}

/** Judges with what is in memory; `undefined` when something has to be read or written first. */
function judgeAtOnce({ logs }: Context, from: UserId, log: ConversationId): Refusal | 'go' | undefined {
  const state = logs.peekConversation(log);
  if (state === undefined || (state.type === 'direct' && state.head === 0)) return undefined;
  if (!isMember(state, from)) return notFound('conversation').error;
  if (state.type === 'group') return 'go';
  for (const person of state.members.keys()) {
    const account = logs.peekAccount(person);
    if (account === undefined) return undefined;
    if (person !== from && account.blocked.has(from)) return blocked();
  }
  return 'go';
}

async function prepare(
  context: Context,
  from: UserId,
  log: ConversationId,
  body: OutgoingMessage,
): Promise<Refusal | 'go'> {
  const { logs, storage } = context;
  const state = await logs.conversation(log);
  if (state === undefined || !isMember(state, from)) return notFound('conversation').error;
  if (state.type === 'direct')
    for (const person of state.members.keys()) {
      const account = await logs.account(person);
      if (account === undefined) return notFound('user').error;
      if (person !== from && account.blocked.has(from)) return blocked();
    }
  if (body.reply_to !== undefined) {
    const source = await storage.conversations.findMessage(from, log, body.reply_to);
    if (source === undefined) return refuse('not_found', 'reply_to: there is no such message here.').error;
  }
  return startDirect(context, state);
}

/** Both people learn of a direct conversation before its first message. */
async function startDirect(context: Context, state: ConversationState): Promise<Refusal | 'go'> {
  if (state.type !== 'direct' || state.head > 0) return 'go';
  const announced = await announceDirect(context, state);
  return announced.ok ? 'go' : announced.error;
}

function blocked(): Refusal {
  return refuse('forbidden', 'This person does not take messages from you.').error;
}

/** Before a refusal is given: was this very message stored before? Then it answers as the first time. SND2 */
async function firstAnswerOr(
  { storage }: Context,
  log: ConversationId,
  draft: ConversationDraft,
  error: Refusal,
): Promise<Result<SendAnswer>> {
  const mayBeKnown = error.code === 'not_found' || error.code === 'forbidden';
  const found = mayBeKnown ? await storage.conversations.findEntry(log, draft.id) : undefined;
  if (found?.entry.by !== draft.by) return { ok: false, error };
  return repeatedAnswer(found, log, draft);
}

function repeatedAnswer(
  found: FoundEntry,
  log: ConversationId,
  draft: ConversationDraft,
): Result<SendAnswer> {
  const { entry } = found;
  if (entry.by !== draft.by || found.fingerprint !== draft.fingerprint)
    return refuse('conflict', 'This id was used for another message.');
  return accept({ ...answerOf(entry.id, log, entry.seq, entry.at), duplicate: true });
}

function answerOf(id: string, log: ConversationId, seq: number, at: number): SendAnswer {
  return { id: id as SendAnswer['id'], conversation: log, seq, created_at: wireTime(at), status: 'stored' };
}
