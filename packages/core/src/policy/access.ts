import {
  accept,
  parseConversationId,
  refuse,
  type ConversationId,
  type MessageId,
  type Result,
  type UserId,
} from '@parley/protocol';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import type { StoredMessage } from '../log/entry.ts';

/** Not there and not yours are one answer. SEC3 */
export function notFound(what: 'conversation' | 'group' | 'message' | 'user') {
  return refuse('not_found', `There is no such ${what}.`);
}

/** The state of a conversation that somebody is a member of; a direct one needs both people to exist. GRP1, GRP3 */
export async function stateForMember(
  context: Pick<Context, 'logs'>,
  user: UserId,
  log: ConversationId,
): Promise<Result<ConversationState>> {
  const state = await context.logs.conversation(log);
  if (state === undefined || !isMember(state, user)) return notFound('conversation');
  if (state.type === 'direct' && state.head === 0) {
    for (const person of state.members.keys())
      if ((await context.logs.account(person)) === undefined) return notFound('conversation');
  }
  return accept(state);
}

/**
 * Asked after something was read or written for a member: a removal meanwhile counts. Never asked of a state held since
 * before, which another may have replaced. GRP1
 */
export async function isStillMember(
  { logs }: Pick<Context, 'logs'>,
  user: UserId,
  log: ConversationId,
): Promise<boolean> {
  const state = logs.peekConversation(log) ?? (await logs.conversation(log));
  return state !== undefined && isMember(state, user);
}

/** `stateForMember`, for something that must be a live group. */
export async function groupForMember(
  context: Pick<Context, 'logs'>,
  user: UserId,
  log: ConversationId,
): Promise<Result<ConversationState>> {
  const found = await stateForMember(context, user, log);
  return found.ok && found.value.type === 'group' ? found : notFound('group');
}

export interface LocatedMessage {
  readonly state: ConversationState;
  readonly message: StoredMessage;
  readonly hidden: boolean;
  /** `lastJudgingSeq` before the message was read: if it has moved, the message may have changed */
  readonly judgedAt: number;
}

/** Finds a message that somebody may see, in the conversation named or in whichever of theirs has it. */
export async function locateMessage(
  context: Pick<Context, 'logs' | 'storage' | 'queuedIn'>,
  user: UserId,
  reference: { readonly message_id: MessageId; readonly conversation?: ConversationId | undefined },
): Promise<Result<LocatedMessage>> {
  const { message_id: id, conversation } = reference;
  const log = conversation ?? (await onlyConversationOf(context, user, id));
  if (log === 'several')
    return refuse('conflict', 'Several conversations have a message of this id; name one.');
  if (log === undefined)
    return (await isQueuedFor(context, user, reference)) ? stillQueued() : notFound('message');
  const member = await stateForMember(context, user, log);
  if (!member.ok) return notFound('message');
  const state = member.value;
  const judgedAt = state.lastJudgingSeq;
  const found = await context.storage.conversations.findMessage(user, log, id);
  if (found === undefined && (await isQueuedFor(context, user, reference))) return stillQueued();
  if (found === undefined || !(await isStillMember(context, user, log))) return notFound('message');
  return accept({ state, message: found.message, hidden: found.hidden, judgedAt });
}

/** Whether a message waits in the journal of a conversation that somebody belongs to. */
async function isQueuedFor(
  { logs, queuedIn }: Pick<Context, 'logs' | 'queuedIn'>,
  user: UserId,
  {
    message_id: id,
    conversation,
  }: { readonly message_id: MessageId; readonly conversation?: ConversationId | undefined },
): Promise<boolean> {
  for (const log of queuedIn(id)) {
    if (conversation !== undefined && log !== conversation) continue;
    const state = await logs.conversation(log);
    if (state !== undefined && isMember(state, user)) return true;
  }
  return false;
}

function stillQueued() {
  return refuse('unavailable', 'This message is not stored yet; try again soon.', { retryAfterMs: 1000 });
}

async function onlyConversationOf(
  context: Pick<Context, 'storage'>,
  user: UserId,
  id: MessageId,
): Promise<ConversationId | 'several' | undefined> {
  const [only, ...others] = await context.storage.conversations.findConversationsOfMessage(user, id);
  return others.length > 0 ? 'several' : only;
}

/** The other person of a direct conversation; oneself in notes to oneself. */
export function peerOf(log: ConversationId, user: UserId): UserId | undefined {
  const address = parseConversationId(log);
  if (address?.type !== 'direct') return undefined;
  const [one, other] = address.users;
  return one === user ? other : one;
}
