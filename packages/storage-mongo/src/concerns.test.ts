import { expect, test } from 'bun:test';
import type { CommandStartedEvent } from 'mongodb';
import type { ConversationId, UserId } from '@parley/protocol';
import { createTestDatabase, testMongoUrl } from './testing/test-database.ts';

const [ann, bob] = ['ann', 'bob'] as UserId[] as [UserId, UserId];
const log = 'direct:ann:bob' as ConversationId;
const writes = new Set(['insert', 'update', 'delete', 'findAndModify']);
const reads = new Set(['find', 'aggregate', 'count', 'distinct']);

const url = testMongoUrl;
if (url === undefined) test.skip('write and read concerns: set TEST_MONGO_URL', () => undefined);
else
  test('SND1 SYN1: every write on the wire waits for a majority and its journals, every read asks the primary for a majority', async () => {
    const database = createTestDatabase(url);
    const seen: CommandStartedEvent[] = [];
    const storage = await database.open({ onCommand: (command) => seen.push(command) });
    const profile = { username: 'ann', displayName: 'Ann', avatarUrl: null, createdAt: 1 };
    await storage.accounts.createUser({ profile: { id: ann, ...profile }, passwordHash: 'hash' });
    const event = {
      kind: 'message',
      type: 'direct',
      to: bob,
      content: 'x',
      contentType: 'text',
      replyTo: null,
    } as const;
    const id = '0190bbbb-bbbb-7bbb-8bbb-000000000001';
    const entry = { log, seq: 1, id, at: 1, by: ann, event, fingerprint: null, judging: false };
    await storage.commit({
      appends: [entry],
      positions: [{ log, userId: bob, readSeq: 1, deliveredSeq: 1 }],
    });
    await storage.conversations.listRows(ann, { limit: 5 });
    await storage.conversations.tallyActivity(log, 0, 1);
    await storage.close();
    await database.drop();
    const written = seen.filter(({ commandName }) => writes.has(commandName));
    expect(new Set(written.map(({ commandName }) => commandName))).toEqual(new Set(['insert', 'update']));
    for (const { command } of written)
      expect(command).toMatchObject({ writeConcern: { w: 'majority', j: true } });
    // Retried by the driver, a command has a number of its own to be known by.
    for (const { command } of written) expect(command).not.toHaveProperty('txnNumber');
    const read = seen.filter(({ commandName }) => reads.has(commandName));
    expect(new Set(read.map(({ commandName }) => commandName))).toEqual(new Set(['find', 'aggregate']));
    for (const { command } of read) {
      expect(command).toMatchObject({ readConcern: { level: 'majority' } });
      expect(command['$readPreference'] ?? { mode: 'primary' }).toMatchObject({ mode: 'primary' });
    }
  });
