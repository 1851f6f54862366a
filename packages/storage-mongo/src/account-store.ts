import type { Filter } from 'mongodb';
import { personalLogId, type AccountStore, type Credentials, type SessionRecord } from '@parley/core';
import { createAdministrator } from './administrator.ts';
import type { Collections } from './collections.ts';
import type { AccountDocument, SessionDocument } from './documents.ts';
import { judgingOf, lastOf } from './entry-reads.ts';
import { literal } from './group-reads.ts';
import { isText, named } from './indexed-filters.ts';
import type { Pending } from './pending.ts';
import { isNew } from './store-failure.ts';
import { accountDocument, userOf } from './user-document.ts';

/** Accounts and sessions. What a personal log changes in them is brought up to date before anything is read. */
export function createAccountStore(collections: Collections, pending: Pending): AccountStore {
  const { accounts, blocks, sessions, settings } = collections;
  const administrator = createAdministrator(collections);

  async function credentialsOf(filter: Filter<AccountDocument>): Promise<Credentials | undefined> {
    const found = await accounts.findOne(filter);
    if (found === null) return undefined;
    // Read again in any case: what was pending when it was found may have been settled by somebody else since.
    await pending.settleUsers([found._id]);
    const now = await accounts.findOne(filter);
    if (now === null) return undefined;
    return { user: userOf(now, await administrator.find()), passwordHash: now.passwordHash };
  }

  return {
    async createUser({ profile, passwordHash }) {
      const account = accountDocument(profile, { passwordHash, settings: '{}', disabled: false });
      if (!(await isNew(() => accounts.insertOne(account)))) return 'taken';
      const admin = await (passwordHash === null ? administrator.find() : administrator.claim());
      return { created: userOf(account, admin) };
    },
    async findUsers(ids) {
      await pending.settleUsers(ids);
      const [found, admin] = await Promise.all([
        accounts.find({ _id: { $in: ids } }).toArray(),
        administrator.find(),
      ]);
      return found.map((account) => userOf(account, admin));
    },
    findCredentials: (username) => credentialsOf(named(username)),
    findCredentialsOf: (id) => credentialsOf({ _id: id }),
    async setPasswordHash(id, passwordHash) {
      await accounts.updateOne({ _id: id }, { $set: { passwordHash } });
    },
    async searchUsers(foldedPrefix, limit) {
      await pending.settleAll();
      const begins = { $regex: `^${literal(foldedPrefix)}` };
      const isFound = [{ username: { ...begins, ...isText } }, { foldedName: begins }];
      const filter = { disabled: false, $or: isFound };
      const found = await accounts.find(filter).sort({ sortName: 1 }).limit(limit).toArray();
      const admin = await administrator.find();
      return found.map((account) => userOf(account, admin));
    },

    async findPicture(id) {
      const log = personalLogId(id);
      const last = await lastOf(collections, log);
      await pending.settle(log);
      const [account, judging, blocked, marked, admin] = await Promise.all([
        accounts.findOne({ _id: id }),
        judgingOf(collections, log),
        blocks.find({ user: id, on: true }).toArray(),
        settings.find({ user: id, markedUnread: true }).toArray(),
        administrator.find(),
      ]);
      if (account === null) return undefined;
      return {
        user: userOf(account, admin),
        head: Math.max(last?.seq ?? 0, judging.lastJudgingSeq),
        ...judging,
        blocked: blocked.map((block) => block.blocked),
        markedUnread: marked.map(({ log: conversation }) => conversation),
      };
    },

    async createSession({ id, userId, tokenHash, device, createdAt }) {
      await sessions.insertOne({ _id: id, userId, tokenHash, device, createdAt, lastUsedAt: createdAt });
    },
    async findSession(tokenHash) {
      const found = await sessions.findOne({ tokenHash });
      if (found === null) return undefined;
      // Likewise.
      await pending.settleUsers([found.userId]);
      const now = await sessions.findOne({ tokenHash });
      return now === null ? undefined : sessionOf(now);
    },
    async listSessions(user) {
      await pending.settleUsers([user]);
      const found = sessions.find({ userId: user }).sort({ lastUsedAt: -1, _id: -1 });
      return (await found.toArray()).map(sessionOf);
    },
    async touchSessions(used) {
      if (used.length === 0) return;
      const touches = used.map(({ id, lastUsedAt }) => ({
        updateOne: { filter: { _id: id }, update: { $max: { lastUsedAt } } },
      }));
      await sessions.bulkWrite(touches, { ordered: false });
    },
    async removeStaleSessions(lastUsedBefore) {
      const { deletedCount } = await sessions.deleteMany({ lastUsedAt: { $lt: lastUsedBefore } });
      return deletedCount;
    },
  };
}

function sessionOf({ _id, userId, device, createdAt, lastUsedAt }: SessionDocument): SessionRecord {
  return { id: _id, userId, device, createdAt, lastUsedAt };
}
