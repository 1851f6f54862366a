import {
  accept,
  limits,
  refuse,
  type ConversationId,
  type Group,
  type GroupId,
  type Result,
  type Role,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { isMember, type ConversationState, type MemberState } from '../log/conversation-state.ts';
import type { ConversationEvent, EntryId } from '../log/entry.ts';
import { deny, grant, type Judgement } from '../pipeline/draft.ts';
import { groupForMember, notFound } from '../policy/access.ts';
import { conversationOfGroup } from '../policy/address.ts';
import { mayInGroup, mayRemove } from '../policy/group-policy.ts';
import { groupViewOfState } from '../views/group-view.ts';
import { announceAdded, announceRemoved } from './announce.ts';

/** One change of who belongs to a group. */
interface MemberChange {
  readonly by: UserId;
  readonly log: ConversationId;
  /** whom it is about */
  readonly user: UserId;
  /** Judges it; `unchanged`: it is so already, which succeeds without an entry. */
  decide(state: ConversationState): Judgement<ConversationEvent> | 'unchanged';
}

/** Who belongs to a group, and as what. Each change is one entry; one that is already so adds none. GRP2 */
export function createChangeMembers(context: Context) {
  const { logs, ids } = context;

  async function append(change: MemberChange, id: EntryId): Promise<Result<'changed' | 'unchanged'>> {
    let last: ReturnType<MemberChange['decide']> = 'unchanged';
    const appended = await logs.append(change.log, {
      id,
      by: change.by,
      fingerprint: null,
      whenAway: 'refuse',
      bytes: 300,
      decide(state) {
        last = change.decide(state);
        return last === 'unchanged' ? deny(refuse('conflict', 'Nothing to change.')) : last;
      },
    });
    if (appended.outcome !== 'refused') return accept('changed');
    // Refused by this very judgement, or by the store before it came to one.
    return isUnchanged(last, appended.error.code)
      ? accept('unchanged')
      : { ok: false, error: appended.error };
  }

  async function groupAnswer(log: ConversationId): Promise<Result<Group>> {
    const state = await logs.conversation(log);
    const group = state && groupViewOfState(state);
    return group ? accept(group) : notFound('group');
  }

  /** The pointer goes first; what is judged here is judged again when the entry gets its number. */
  async function admit(change: MemberChange): Promise<Result<Group>> {
    const { log, user } = change;
    const state = await logs.conversation(log);
    if (state === undefined) return notFound('group');
    const first = change.decide(state);
    if (first === 'unchanged') return groupAnswer(log);
    if (first.verdict === 'refuse') return { ok: false, error: first.error };
    const id = ids.newId();
    const announced = await announceAdded(context, { users: [user], conversation: log, because: id });
    if (!announced.ok) return announced;
    const changed = await append(change, id);
    return changed.ok ? groupAnswer(log) : changed;
  }

  async function expel(change: MemberChange): Promise<Result<void>> {
    const { log, user } = change;
    const id = ids.newId();
    const changed = await append(change, id);
    if (!changed.ok) return changed;
    if (changed.value === 'unchanged') return accept(undefined);
    context.positions.forget(log, user);
    // The group itself says that they left; the pointer only tells their devices.
    await announceRemoved(context, { users: [user], conversation: log, because: id });
    return accept(undefined);
  }

  function leave({ userId: user }: Caller, log: ConversationId): Promise<Result<void>> {
    return expel({
      by: user,
      log,
      user,
      decide(state) {
        const member = liveMember(state, user);
        if (member === undefined) return deny(notFound('group'));
        if (!mayInGroup(member.role, 'leave'))
          return deny(refuse('conflict', 'Hand the group over before you leave it.'));
        return grant({ kind: 'member_removed', userId: user });
      },
    });
  }

  async function addMember(caller: Caller, group: GroupId, user: UserId): Promise<Result<Group>> {
    const by = caller.userId;
    const account = await logs.account(user);
    return admit({
      by,
      log: conversationOfGroup(group),
      user,
      decide(state) {
        const actor = liveMember(state, by);
        if (actor === undefined) return deny(notFound('group'));
        if (!mayInGroup(actor.role, 'add_member'))
          return deny(refuse('forbidden', 'Only admins add people.'));
        if (account === undefined) return deny(notFound('user'));
        if (state.members.has(user)) return 'unchanged';
        if (account.blocked.has(by))
          return deny(refuse('forbidden', 'This person does not want to be added by you.'));
        return admission(state, user);
      },
    });
  }

  function joinGroup({ userId: user }: Caller, group: GroupId): Promise<Result<Group>> {
    return admit({
      by: user,
      log: conversationOfGroup(group),
      user,
      decide(state) {
        if (liveMember(state, user) !== undefined) return 'unchanged';
        if (state.group?.discoverable !== true || state.group.deleted) return deny(notFound('group'));
        return admission(state, user);
      },
    });
  }

  async function removeMember(caller: Caller, group: GroupId, user: UserId): Promise<Result<Group>> {
    const log = conversationOfGroup(group);
    const by = caller.userId;
    const allowed = await groupForMember(context, by, log);
    if (!allowed.ok) return allowed;
    const before = groupViewOfState(allowed.value);
    if (user === by) {
      // Leaving is the other route's: here the owner is refused as whoever else would remove them. GRP2
      if (allowed.value.members.get(by)?.role === 'owner') return notYours();
      const left = await leave(caller, log);
      // Nobody reads a group they have left: they get it as they last saw it.
      return left.ok && before ? accept(before) : left.ok ? notFound('group') : left;
    }
    const removed = await expel({
      by,
      log,
      user,
      decide(state) {
        const actor = liveMember(state, by);
        if (actor === undefined) return deny(notFound('group'));
        const target = state.members.get(user);
        if (target === undefined)
          return mayInGroup(actor.role, 'remove_member') ? 'unchanged' : deny(notYours());
        return mayRemove(actor.role, target.role)
          ? grant({ kind: 'member_removed', userId: user })
          : deny(notYours());
      },
    });
    return removed.ok ? groupAnswer(log) : removed;
  }

  async function changeRole(
    caller: Caller,
    group: GroupId,
    to: { user: UserId; role: Role },
  ): Promise<Result<Group>> {
    const log = conversationOfGroup(group);
    const by = caller.userId;
    const { user, role } = to;
    const change: MemberChange = {
      by,
      log,
      user,
      decide(state) {
        const actor = liveMember(state, by);
        if (actor === undefined) return deny(notFound('group'));
        if (!mayInGroup(actor.role, 'change_role'))
          return deny(refuse('forbidden', 'Only the owner sets roles.'));
        const target = state.members.get(user);
        if (target === undefined) return deny(notFound('user'));
        if (target.role === role) return 'unchanged';
        if (target.role === 'owner')
          return deny(refuse('conflict', 'Hand the group over to somebody first.'));
        return grant({ kind: 'role_changed', userId: user, role });
      },
    };
    const changed = await append(change, ids.newId());
    return changed.ok ? groupAnswer(log) : changed;
  }

  return {
    addMember,
    joinGroup,
    leaveGroup: (caller: Caller, group: GroupId) => leave(caller, conversationOfGroup(group)),
    removeMember,
    changeRole,
  };
}

function isUnchanged(last: ReturnType<MemberChange['decide']>, code: string): boolean {
  return last === 'unchanged' && code === 'conflict';
}

/** Somebody's membership of what is a group, and lives. */
function liveMember(state: ConversationState, user: UserId): MemberState | undefined {
  return state.type === 'group' && isMember(state, user) ? state.members.get(user) : undefined;
}

/** LIM1 */
function admission(state: ConversationState, user: UserId): Judgement<ConversationEvent> {
  if (state.members.size >= limits.group_members)
    return deny(refuse('too_large', `A group has at most ${String(limits.group_members)} members.`));
  return grant({ kind: 'member_added', userId: user, role: 'member' });
}

function notYours() {
  return refuse('forbidden', 'You may not remove this person.');
}
