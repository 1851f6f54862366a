import {
  accept,
  limits,
  refuse,
  type Group,
  type GroupId,
  type ConversationId,
  type Result,
  type Role,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember, type ConversationState } from '../log/conversation-state.ts';
import type { ConversationEvent, EntryId } from '../log/entry.ts';
import { deny, grant, type Judgement } from '../pipeline/draft.ts';
import { groupForMember, notFound } from '../policy/access.ts';
import { mayInGroup, mayRemove } from '../policy/group-policy.ts';
import { groupViewOfState } from '../views/group-view.ts';
import { announceAdded, announceRemoved } from './announce.ts';

type Decide = (state: ConversationState) => Judgement<ConversationEvent> | 'unchanged';

/** Who belongs to a group, and as what. Each change is one entry; one that is already so adds none. GRP2 */
export function createChangeMembers(context: Context) {
  const { logs, ids } = context;

  /** Appends what `decide` grants; `unchanged` succeeds without an entry. */
  async function change(
    by: UserId,
    log: ConversationId,
    id: EntryId,
    decide: Decide,
  ): Promise<Result<'done' | 'unchanged'>> {
    const unchanged = { ok: false, error: refuse('conflict', 'Nothing to change.').error } as const;
    let isUnchanged = false;
    const appended = await logs.append(log, {
      id,
      by,
      fingerprint: null,
      queueable: false,
      bytes: 300,
      decide(state) {
        const judged = decide(state);
        isUnchanged = judged === 'unchanged';
        return judged === 'unchanged' ? deny(unchanged) : judged;
      },
    });
    if (appended.outcome === 'stored') return accept('done');
    if (isUnchanged) return accept('unchanged');
    return appended.outcome === 'refused'
      ? { ok: false, error: appended.error }
      : refuse('internal', 'Judged twice.');
  }

  async function groupAnswer(log: ConversationId): Promise<Result<Group>> {
    const state = await logs.conversation(log);
    const group = state && groupViewOfState(state);
    return group ? accept(group) : notFound('group');
  }

  /** The pointer goes first; what is judged here is judged again when the entry gets its number. */
  async function admit(
    by: UserId,
    log: ConversationId,
    user: UserId,
    decide: Decide,
  ): Promise<Result<Group>> {
    const state = await logs.conversation(log);
    if (state === undefined) return notFound('group');
    const first = decide(state);
    if (first === 'unchanged') return groupAnswer(log);
    if (first.verdict === 'refuse') return { ok: false, error: first.error };
    const id = ids.newId();
    const announced = await announceAdded(context, [user], log, id);
    if (!announced.ok) return announced;
    const changed = await change(by, log, id, decide);
    return changed.ok ? groupAnswer(log) : changed;
  }

  async function expel(by: UserId, log: ConversationId, user: UserId, decide: Decide): Promise<Result<void>> {
    const id = ids.newId();
    const changed = await change(by, log, id, decide);
    if (!changed.ok) return changed;
    if (changed.value === 'unchanged') return accept(undefined);
    context.positions.forget(log, user);
    // The group itself says that they left; the pointer only tells their devices.
    await announceRemoved(context, [user], log, id);
    return accept(undefined);
  }

  async function leave(caller: Caller, log: ConversationId): Promise<Result<void>> {
    return expel(caller.userId, log, caller.userId, (state) => {
      const member = liveMember(state, caller.userId);
      if (member === undefined) return deny(notFound('group'));
      if (!mayInGroup(member.role, 'leave'))
        return deny(refuse('conflict', 'Hand the group over before you leave it.'));
      return grant({ kind: 'member_removed', userId: caller.userId });
    });
  }

  return {
    async addMember(caller: Caller, group: GroupId, user: UserId): Promise<Result<Group>> {
      const log = logOfGroup(group);
      const allowed = await groupForMember(context, caller.userId, log);
      if (!allowed.ok) return allowed;
      const account = await logs.account(user);
      return admit(caller.userId, log, user, (state) => {
        const actor = liveMember(state, caller.userId);
        if (actor === undefined) return deny(notFound('group'));
        if (!mayInGroup(actor.role, 'add_member'))
          return deny(refuse('forbidden', 'Only admins add people.'));
        if (account === undefined) return deny(notFound('user'));
        if (state.members.has(user)) return 'unchanged';
        if (account.blocked.has(caller.userId))
          return deny(refuse('forbidden', 'This person does not want to be added by you.'));
        return roomFor(state) ?? grant({ kind: 'member_added', userId: user, role: 'member' });
      });
    },

    joinGroup(caller: Caller, group: GroupId): Promise<Result<Group>> {
      return admit(caller.userId, logOfGroup(group), caller.userId, (state) => {
        if (isMember(state, caller.userId)) return 'unchanged';
        if (state.group === null || state.group.deleted || !state.group.discoverable)
          return deny(notFound('group'));
        return roomFor(state) ?? grant({ kind: 'member_added', userId: caller.userId, role: 'member' });
      });
    },

    leaveGroup: (caller: Caller, group: GroupId): Promise<Result<void>> => leave(caller, logOfGroup(group)),

    async removeMember(caller: Caller, group: GroupId, user: UserId): Promise<Result<Group>> {
      const log = logOfGroup(group);
      const allowed = await groupForMember(context, caller.userId, log);
      if (!allowed.ok) return allowed;
      const view = groupViewOfState(allowed.value);
      if (user === caller.userId) {
        const left = await leave(caller, log);
        return left.ok && view ? accept(view) : left.ok ? notFound('group') : left;
      }
      const removed = await expel(caller.userId, log, user, (state) => {
        const actor = liveMember(state, caller.userId);
        if (actor === undefined) return deny(notFound('group'));
        const target = state.members.get(user);
        if (target === undefined)
          return mayInGroup(actor.role, 'remove_member') ? 'unchanged' : deny(notYours());
        if (!mayRemove(actor.role, target.role)) return deny(notYours());
        return grant({ kind: 'member_removed', userId: user });
      });
      return removed.ok ? groupAnswer(log) : removed;
    },

    async changeRole(caller: Caller, group: GroupId, user: UserId, role: Role): Promise<Result<Group>> {
      const log = logOfGroup(group);
      const allowed = await groupForMember(context, caller.userId, log);
      if (!allowed.ok) return allowed;
      const changed = await change(caller.userId, log, ids.newId(), (state) => {
        const actor = liveMember(state, caller.userId);
        if (actor === undefined) return deny(notFound('group'));
        if (!mayInGroup(actor.role, 'change_role'))
          return deny(refuse('forbidden', 'Only the owner sets roles.'));
        const target = state.members.get(user);
        if (target === undefined) return deny(notFound('user'));
        if (target.role === role) return 'unchanged';
        if (target.role === 'owner')
          return deny(refuse('conflict', 'Hand the group over to somebody first.'));
        return grant({ kind: 'role_changed', userId: user, role });
      });
      return changed.ok ? groupAnswer(log) : changed;
    },
  };
}

export function logOfGroup(group: GroupId): ConversationId {
  return group as string as ConversationId;
}

function liveMember(state: ConversationState, user: UserId) {
  return isMember(state, user) ? state.members.get(user) : undefined;
}

function roomFor(state: ConversationState): Judgement<ConversationEvent> | undefined {
  if (state.members.size < limits.group_members) return undefined;
  return deny(refuse('too_large', `A group has at most ${String(limits.group_members)} members.`));
}

function notYours() {
  return refuse('forbidden', 'You may not remove this person.');
}
