import {
  accept,
  refuse,
  type ConversationId,
  type Group,
  type Result,
  type Role,
  type RouteBody,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember } from '../log/conversation-state.ts';
import { deny, grant } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';
import { toConversationId } from '../policy/address.ts';
import { groupViewOfState } from '../views/group-view.ts';
import { announceAdded } from './announce.ts';

type Created = Result<{ group: Group; duplicate: boolean }>;

/** Makes a group in one entry that carries its first members. The same id, creator and body again: the group as it is now. */
export function createCreateGroup(context: Context) {
  const { logs, ids, storage } = context;

  return async function createGroup(caller: Caller, body: RouteBody<'create_group'>): Promise<Created> {
    const id = toConversationId(body.id ?? ids.newId());
    const fingerprint = ids.digest(JSON.stringify([body.name, body.description, body.members]));
    const present = await logs.conversation(id);
    if (present === undefined) return notFound('group');
    if (present.head > 0) return repeated(caller, id, fingerprint);

    const others = [...new Set(body.members)].filter((member) => member !== caller.userId);
    const refused = await refuseMembers(context, caller.userId, others);
    if (refused) return refused;
    const announced = await announceAdded(context, {
      users: [caller.userId, ...others],
      conversation: id,
      because: id,
    });
    if (!announced.ok) return announced;

    const members: readonly { userId: UserId; role: Role }[] = [
      { userId: caller.userId, role: 'owner' },
      ...others.map((userId) => ({ userId, role: 'member' as const })),
    ];
    const appended = await logs.append(id, {
      id,
      by: caller.userId,
      fingerprint,
      whenAway: 'refuse',
      bytes: 300 + members.length * 60,
      decide: (state) =>
        state.head > 0
          ? deny(refuse('conflict', 'This id was used for another group.'))
          : grant({ kind: 'created', name: body.name, description: body.description, members }),
    });
    if (appended.outcome === 'stored') return answer(caller, id, false);
    // The store's own refusals say when to try again; the judgement's means that the id is taken.
    if (appended.outcome === 'refused' && appended.error.code !== 'conflict')
      return { ok: false, error: appended.error };
    return repeated(caller, id, fingerprint);
  };

  async function repeated(caller: Caller, id: ConversationId, fingerprint: string): Promise<Created> {
    const found = await storage.conversations.findEntry(id, id);
    if (found?.entry.by !== caller.userId || found.fingerprint !== fingerprint)
      return refuse('conflict', 'This id was used for another group.');
    return answer(caller, id, true);
  }

  async function answer(caller: Caller, id: ConversationId, duplicate: boolean): Promise<Created> {
    const state = await logs.conversation(id);
    const group = state && isMember(state, caller.userId) ? groupViewOfState(state) : undefined;
    return group ? accept({ group, duplicate }) : notFound('group');
  }
}

/** People who can't be made members: unknown ones, and those who blocked the one who adds them. Nothing is made then. */
async function refuseMembers({ logs }: Context, by: UserId, members: readonly UserId[]) {
  const accounts = await Promise.all(
    members.map(async (user) => ({ user, account: await logs.account(user) })),
  );
  const unknown = accounts.filter(({ account }) => account === undefined);
  if (unknown.length > 0)
    return refuse('not_found', 'There is no such user.', {
      issues: issuesOf(unknown, members, 'is not a user'),
    });
  const blocking = accounts.filter(({ account }) => account?.blocked.has(by) === true);
  if (blocking.length > 0)
    return refuse('forbidden', 'Somebody here does not want to be added by you.', {
      issues: issuesOf(blocking, members, 'does not want to be added by you'),
    });
  return undefined;
}

function issuesOf(found: readonly { user: UserId }[], members: readonly UserId[], message: string) {
  return found
    .slice(0, 20)
    .map(({ user }) => ({ path: `members.${String(members.indexOf(user))}`, message }));
}
