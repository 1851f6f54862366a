import { accept, type ConversationId, type Result, type UserId } from '@parley/protocol';
import type { Context } from '../context.ts';
import type { ConversationState } from '../log/conversation-state.ts';
import type { EntryId } from '../log/entry.ts';
import { grant } from '../pipeline/draft.ts';
import { derivedId } from '../ports/ids.ts';

/** Pointers in personal logs to a conversation that people come to, or have left. */
export interface Announcement {
  readonly users: readonly UserId[];
  readonly conversation: ConversationId;
  /** the entry that makes or unmakes them members: each is announced once, however often it is tried */
  readonly because: EntryId;
}

/**
 * `conversation_added` for people who are about to become members. A pointer that then leads nowhere is harmless: it is
 * checked against the conversation when it is read.
 */
export function announceAdded(context: Context, announcement: Announcement): Promise<Result<void>> {
  return note(context, announcement, 'conversation_added');
}

/** `conversation_removed` for people who have ceased to be members. */
export function announceRemoved(context: Context, announcement: Announcement): Promise<Result<void>> {
  return note(context, announcement, 'conversation_removed');
}

/** Once to both people of a direct conversation, before its first message. */
export function announceDirect(context: Context, { members, log }: ConversationState): Promise<Result<void>> {
  return announceAdded(context, { users: [...members.keys()], conversation: log, because: 'first' });
}

/** People told at once: a large group's many pointers go slice by slice, so that what others send fits between. PIP4 */
const usersAtOnce = 50;

async function note(
  context: Context,
  announcement: Announcement,
  kind: 'conversation_added' | 'conversation_removed',
): Promise<Result<void>> {
  const { users } = announcement;
  for (let from = 0; from < users.length; from += usersAtOnce) {
    const noted = await noteSome(
      context,
      { ...announcement, users: users.slice(from, from + usersAtOnce) },
      kind,
    );
    for (const one of noted) if (one.outcome === 'refused') return { ok: false, error: one.error };
  }
  return accept(undefined);
}

function noteSome(
  { logs, ids }: Context,
  { users, conversation, because }: Announcement,
  kind: 'conversation_added' | 'conversation_removed',
) {
  return Promise.all(
    users.map((user) =>
      logs.appendPersonal(user, {
        id: derivedId(ids, `${kind} ${conversation} ${because} ${user}`),
        by: user,
        fingerprint: null,
        whenAway: 'refuse',
        bytes: 300,
        decide: () => grant({ kind, conversation }),
      }),
    ),
  );
}
