import {
  accept,
  foldName,
  refuseField,
  sizes,
  userId,
  type Me,
  type Result,
  type RouteBody,
  type RouteQuery,
  type SessionId,
  type User,
  type UserId,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import type { PersonalEvent } from '../log/entry.ts';
import { deny, grant } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';
import type { UserRecord } from '../ports/account-store.ts';
import { claimAvatar } from './use-media.ts';
import { userView } from '../views/entry-view.ts';

/** People, and what each keeps of themselves. What changes is an entry of the personal log. */
export function createPeople(context: Context) {
  const { logs, ids } = context;
  const { accounts } = context.storage;

  async function append(
    user: UserId,
    decide: (user: UserRecord, blocked: ReadonlySet<UserId>) => PersonalEvent | undefined,
  ) {
    const nothing = notFound('user');
    const judged: { event?: PersonalEvent | undefined } = {};
    const appended = await logs.appendPersonal(user, {
      id: ids.newId(),
      by: user,
      fingerprint: null,
      whenAway: 'refuse',
      bytes: 1000,
      decide(state) {
        judged.event = decide(state.user, state.blocked);
        return judged.event === undefined ? deny(nothing) : grant(judged.event);
      },
    });
    const isUnchanged = 'event' in judged && judged.event === undefined;
    if (appended.outcome === 'refused' && !isUnchanged) return { ok: false as const, error: appended.error };
    return accept(undefined);
  }

  async function getMe(caller: Caller): Promise<Result<Me>> {
    const account = await logs.account(caller.userId);
    return account ? accept(meView(account.user)) : notFound('user');
  }

  async function findById(list: string): Promise<Result<{ users: User[] }>> {
    const wanted = list.split(',').filter((id) => id !== '');
    if (wanted.length > sizes.usersPerLookup)
      return refuseField('ids', `must name at most ${String(sizes.usersPerLookup)} people`);
    const valid = wanted.map((id) => userId.safeParse(id));
    if (valid.some((id) => !id.success)) return refuseField('ids', 'must be user ids separated by commas');
    const users = await accounts.findUsers([
      ...new Set(valid.flatMap((id) => (id.success ? [id.data] : []))),
    ]);
    return accept({ users: users.map(userView) });
  }

  return {
    getMe,

    async findUsers(_caller: Caller, query: RouteQuery<'find_users'>): Promise<Result<{ users: User[] }>> {
      if (query.ids !== undefined) return findById(query.ids);
      const users = await accounts.searchUsers(foldName(query.query ?? ''), query.limit);
      return accept({ users: users.map(userView) });
    },

    async getUser(_caller: Caller, id: UserId): Promise<Result<User>> {
      const [user] = await accounts.findUsers([id]);
      return user ? accept(userView(user)) : notFound('user');
    },

    async updateMe(caller: Caller, change: RouteBody<'update_me'>): Promise<Result<Me>> {
      const { display_name: displayName, avatar_media_id: mediaId, settings } = change;
      const avatar = mediaId === undefined ? undefined : await claimAvatar(context, caller.userId, mediaId);
      if (avatar?.ok === false) return avatar;
      if (displayName !== undefined || avatar !== undefined) {
        const changed = await append(caller.userId, (user) =>
          changedProfile(user, displayName, avatar?.value),
        );
        if (!changed.ok) return changed;
      }
      if (settings !== undefined) {
        const changed = await append(caller.userId, () => ({ kind: 'settings_changed', settings }));
        if (!changed.ok) return changed;
      }
      return getMe(caller);
    },

    async listBlocks(caller: Caller): Promise<Result<{ user_ids: UserId[] }>> {
      const account = await logs.account(caller.userId);
      return accept({ user_ids: [...(account?.blocked ?? [])] });
    },

    async setBlock(caller: Caller, user: UserId, on: boolean): Promise<Result<void>> {
      if (user === caller.userId) return refuseField('user_id', 'is yourself');
      if ((await logs.account(user)) === undefined) return notFound('user');
      return append(caller.userId, (_self, blocked) =>
        blocked.has(user) === on ? undefined : { kind: 'block_changed', userId: user, on },
      );
    },

    async setDisabled(caller: Caller, user: UserId, on: boolean): Promise<Result<void>> {
      if (user === caller.userId) return refuseField('user_id', 'is yourself');
      if ((await logs.account(user)) === undefined) return notFound('user');
      return append(user, (present) =>
        present.disabled === on ? undefined : { kind: 'account_disabled', on },
      );
    },

    async revokeSession(user: UserId, session: SessionId): Promise<Result<void>> {
      return append(user, () => ({ kind: 'session_revoked', sessionId: session }));
    },
  };
}

/** `undefined`: it is so already. */
function changedProfile(
  { id, username, createdAt, ...present }: UserRecord,
  displayName = present.displayName,
  avatarUrl = present.avatarUrl,
): PersonalEvent | undefined {
  if (present.displayName === displayName && present.avatarUrl === avatarUrl) return undefined;
  return { kind: 'profile_changed', user: { id, username, displayName, avatarUrl, createdAt } };
}

function meView(user: UserRecord): Me {
  return { ...userView(user), settings: { ...user.settings }, is_admin: user.isAdmin };
}
