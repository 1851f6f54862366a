import { refuse, type ConversationId, type MessageId, type Refusal, type UserId } from '@parley/protocol';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import { notFound } from '../policy/access.ts';
import { announceDirect } from './announce.ts';

/** What is to be judged of a message on its way from somebody into a conversation. */
export interface Sending {
  readonly from: UserId;
  readonly log: ConversationId;
  readonly replyTo: MessageId | null;
}

/**
 * Judges with what is in memory; `undefined` when something has to be read or written first. What goes to the journal
 * needs less: the rest is judged when it is drained (JRN3).
 */
export function judgeAtOnce({ logs }: Context, { from, log, replyTo }: Sending): Refusal | 'go' | undefined {
  const isQueueing = logs.isQueueing(log);
  if (replyTo !== null && !isQueueing) return undefined;
  const state = logs.peekConversation(log);
  if (state === undefined) return undefined;
  if (state.type === 'direct' && state.head === 0 && !isQueueing) return undefined;
  // Where others write too, a refusal is judged by what the store holds now; while it is away there is none.
  const refused = (refusal: Refusal) => {
    if (!logs.isShared) return refusal;
    return isQueueing && !logs.isDraining(log) ? unknowable() : undefined;
  };
  if (!isMember(state, from)) return refused(notFound('conversation').error);
  if (state.type === 'group') return 'go';
  for (const person of state.members.keys()) {
    const account = logs.peekAccount(person);
    if (account === undefined) return undefined;
    if (person !== from && account.blocked.has(from)) return refused(blocked());
  }
  return 'go';
}

/** Judges with everything that has to be read, and announces a direct conversation that is about to begin. */
export async function prepareSending(context: Context, sending: Sending): Promise<Refusal | 'go'> {
  const { from, log, replyTo } = sending;
  const state = await context.logs.conversation(log);
  if (state === undefined || !isMember(state, from)) return notFound('conversation').error;
  const refused = state.type === 'direct' ? await refusePeople(context, state, from) : undefined;
  if (refused !== undefined) return refused;
  if (replyTo !== null) {
    const source = await context.storage.conversations.findMessage(from, log, replyTo);
    if (source === undefined) return noSource();
  }
  if (state.type === 'group' || state.head > 0) return 'go';
  const announced = await announceDirect(context, state);
  return announced.ok ? 'go' : announced.error;
}

/** A direct conversation needs two existing people, and one who takes the other's messages. GRP3 */
async function refusePeople(
  { logs }: Context,
  state: ConversationState,
  from: UserId,
): Promise<Refusal | undefined> {
  for (const person of state.members.keys()) {
    const account = await logs.account(person);
    if (account === undefined) return notFound('user').error;
    if (person !== from && account.blocked.has(from)) return blocked();
  }
  return undefined;
}

function unknowable(): Refusal {
  const sentence = 'Whether you may cannot be looked up right now; try again soon.';
  return refuse('unavailable', sentence, { retryAfterMs: 2_000 }).error;
}

function blocked(): Refusal {
  return refuse('forbidden', 'This person does not take messages from you.').error;
}

function noSource(): Refusal {
  const issues = [{ path: 'reply_to', message: 'names no message of this conversation' }];
  return refuse('not_found', 'The message replied to is not in this conversation.', { issues }).error;
}
