import { expect, test } from 'bun:test';
import type { SessionId, UserId } from '@parley/protocol';
import { createAccountStore } from './account-store.ts';
import { collectionsOf } from './collections.ts';
import type { Pending } from './pending.ts';
import { createTestDatabase, testMongoUrl } from './testing/test-database.ts';

const url = testMongoUrl;

if (url === undefined)
  test.skip('accounts between two reads of MongoDB: set TEST_MONGO_URL', () => undefined);
else
  test('SEC1 SYN1: what somebody else settles between two reads is seen: a session that ended, a profile', async () => {
    const database = createTestDatabase(url);
    const storage = await database.open();
    const ann = 'ann' as UserId;
    const tokenHash = 'a'.repeat(64);
    try {
      const profile = { id: ann, username: 'ann', displayName: 'Old', avatarUrl: null, createdAt: 1 };
      await storage.accounts.createUser({ profile, passwordHash: 'hash' });
      await storage.accounts.createSession({
        id: 'one' as SessionId,
        userId: ann,
        tokenHash,
        device: 'Phone',
        createdAt: 1,
      });
      await database.elsewhere(async (db) => {
        const collections = collectionsOf(db);
        // Nothing is left for us: it was done a moment ago.
        const settledMeanwhile = async (): Promise<boolean> => {
          await collections.accounts.updateOne({ _id: ann }, { $set: { displayName: 'New' } });
          await collections.sessions.deleteOne({ tokenHash });
          return false;
        };
        const pending = { settleUsers: settledMeanwhile } as unknown as Pending;
        const accounts = createAccountStore(collections, pending);
        expect(await accounts.findSession(tokenHash)).toBeUndefined();
        expect((await accounts.findCredentials('ann'))?.user.displayName).toBe('New');
      });
    } finally {
      await storage.close();
      await database.drop();
    }
  });
