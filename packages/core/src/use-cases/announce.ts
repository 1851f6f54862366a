import { accept, type ConversationId, type Result, type UserId } from '@parley/protocol';
import type { Context } from '../context.ts';
import type { ConversationState } from '../log/conversation-state.ts';
import type { EntryId, PersonalEvent } from '../log/entry.ts';
import { grant } from '../pipeline/draft.ts';
import { derivedId } from '../ports/ids.ts';

/**
 * Writes an entry into a personal log, once for what `name` says, however often it is asked for.
 * A pointer that leads nowhere is harmless: it is checked against the conversation when it is read.
 */
export async function note(
  { logs, ids }: Pick<Context, 'logs' | 'ids'>,
  user: UserId,
  name: string,
  event: PersonalEvent,
): Promise<Result<void>> {
  const appended = await logs.appendPersonal(user, {
    id: derivedId(ids, name),
    by: user,
    fingerprint: null,
    queueable: false,
    bytes: 300,
    decide: () => grant(event),
  });
  return appended.outcome === 'refused' ? { ok: false, error: appended.error } : accept(undefined);
}

/** `conversation_added` for people who are about to become members by the entry `because`. */
export function announceAdded(
  context: Context,
  users: readonly UserId[],
  conversation: ConversationId,
  because: EntryId,
): Promise<Result<void>> {
  return noteAll(context, users, `added ${conversation} ${because}`, {
    kind: 'conversation_added',
    conversation,
  });
}

/** `conversation_removed` for people who ceased to be members by the entry `because`. */
export function announceRemoved(
  context: Context,
  users: readonly UserId[],
  conversation: ConversationId,
  because: EntryId,
): Promise<Result<void>> {
  return noteAll(context, users, `removed ${conversation} ${because}`, {
    kind: 'conversation_removed',
    conversation,
  });
}

/** Once to both people of a direct conversation, before its first message. */
export function announceDirect(context: Context, state: ConversationState): Promise<Result<void>> {
  return announceAdded(context, [...state.members.keys()], state.log, 'first');
}

async function noteAll(
  context: Context,
  users: readonly UserId[],
  name: string,
  event: PersonalEvent,
): Promise<Result<void>> {
  const noted = await Promise.all(users.map((user) => note(context, user, `${name} ${user}`, event)));
  return noted.find((result) => !result.ok) ?? accept(undefined);
}
