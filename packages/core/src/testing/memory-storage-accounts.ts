import { foldName, type UserId } from '@parley/protocol';
import type { AccountStore, UserRecord } from '../ports/account-store.ts';
import { compareText, judgingOf, type MemoryState } from './memory-storage-state.ts';

/** Accounts and sessions of a memory store. */
export function createMemoryAccounts(state: MemoryState): AccountStore {
  const { accounts, sessions } = state;

  function credentialsOf(id: UserId | undefined) {
    const account = id === undefined ? undefined : accounts.get(id);
    return account && structuredClone(account);
  }

  const idOf = (username: string) =>
    accounts.values().find(({ user }) => user.username === username)?.user.id;

  return {
    async createUser({ profile, passwordHash }) {
      const isTaken = profile.username !== null && idOf(profile.username) !== undefined;
      if (isTaken || accounts.has(profile.id)) return 'taken';
      const isFirst =
        passwordHash !== null && !accounts.values().some((account) => account.passwordHash !== null);
      const user: UserRecord = { ...profile, isAdmin: isFirst, disabled: false, settings: {} };
      accounts.set(profile.id, { user, passwordHash });
      return { created: structuredClone(user) };
    },
    findUsers: async (ids) =>
      [...new Set(ids)].flatMap((id) => structuredClone(accounts.get(id)?.user) ?? []),
    findCredentials: async (username) => credentialsOf(idOf(username)),
    findCredentialsOf: async (id) => credentialsOf(id),
    async setPasswordHash(id, passwordHash) {
      const account = accounts.get(id);
      if (account !== undefined) account.passwordHash = passwordHash;
    },
    searchUsers: async (foldedPrefix, limit) =>
      [...accounts.values()]
        .map(({ user }) => structuredClone(user))
        .filter(({ disabled }) => !disabled)
        .filter(
          ({ username, displayName }) =>
            username?.startsWith(foldedPrefix) === true || foldName(displayName).startsWith(foldedPrefix),
        )
        .sort(compareUsers)
        .slice(0, limit),

    async findPicture(id) {
      const account = accounts.get(id);
      if (account === undefined) return undefined;
      const log = state.personal.get(id);
      const marked = [...(log?.settings ?? [])].filter(([, settings]) => settings.markedUnread);
      return {
        user: structuredClone(account.user),
        head: log?.entries.length ?? 0,
        ...judgingOf(log?.entries ?? []),
        blocked: [...(log?.blocked ?? [])],
        markedUnread: marked.map(([conversation]) => conversation),
      };
    },

    async createSession(session) {
      sessions.set(session.id, { ...session, lastUsedAt: session.createdAt });
    },
    async findSession(tokenHash) {
      return publicSession(sessions.values().find((session) => session.tokenHash === tokenHash));
    },
    listSessions: async (user) =>
      [...sessions.values()]
        .filter(({ userId }) => userId === user)
        .sort((one, other) => other.lastUsedAt - one.lastUsedAt || compareText(other.id, one.id))
        .flatMap((session) => publicSession(session) ?? []),
    async touchSessions(used) {
      for (const { id, lastUsedAt } of used) {
        const session = sessions.get(id);
        if (session !== undefined)
          sessions.set(id, { ...session, lastUsedAt: Math.max(session.lastUsedAt, lastUsedAt) });
      }
    },
    async removeStaleSessions(lastUsedBefore) {
      const stale = [...sessions.values()].filter(({ lastUsedAt }) => lastUsedAt < lastUsedBefore);
      for (const { id } of stale) sessions.delete(id);
      return stale.length;
    },
  };
}

function publicSession(
  session: (Awaited<ReturnType<AccountStore['findSession']>> & { tokenHash: string }) | undefined,
) {
  if (session === undefined) return undefined;
  const { id, userId, device, createdAt, lastUsedAt } = session;
  return { id, userId, device, createdAt, lastUsedAt };
}

/** By username; people without one come after, by id. */
function compareUsers(one: UserRecord, other: UserRecord): number {
  if (one.username !== other.username) {
    if (one.username === null) return 1;
    if (other.username === null) return -1;
    return compareText(one.username, other.username);
  }
  return compareText(one.id, other.id);
}
