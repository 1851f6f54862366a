import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  affectsJudging,
  personalLogId,
  type ConversationEvent,
  type LogEvent,
  type LogId,
  type Storage,
} from '@parley/core';
import type { ConversationId, MessageId, SessionId, UserId } from '@parley/protocol';
import { collectionsOf } from './collections.ts';
import { toDocument } from './entry-document.ts';
import { createTestDatabase, testMongoUrl, type TestDatabase } from './testing/test-database.ts';

const [ann, bob] = ['ann', 'bob'] as UserId[] as [UserId, UserId];
const direct = 'direct:ann:bob' as ConversationId;
const group = '0190aaaa-aaaa-7aaa-8aaa-000000000001' as ConversationId;
const idOf = (n: number) => `0190bbbb-bbbb-7bbb-8bbb-${String(n).padStart(12, '0')}`;
const say = (to: string, content: string): ConversationEvent => ({
  kind: 'message',
  type: to === group ? 'group' : 'direct',
  to,
  content,
  contentType: 'text',
  replyTo: null,
});

const url = testMongoUrl;
if (url === undefined) test.skip('what a node left undone: set TEST_MONGO_URL', () => undefined);
else
  describe('what a node appended and left undone when it died', () => {
    let database: TestDatabase;
    let storage: Storage;
    beforeEach(async () => {
      database = createTestDatabase(url);
      storage = await database.open();
      await storage.accounts.createUser({
        profile: { id: ann, username: 'ann', displayName: 'Ann', avatarUrl: null, createdAt: 1 },
        passwordHash: 'hash',
      });
    });
    afterEach(async () => {
      await storage.close();
      await database.drop();
    });

    /** As `commit` does it, by a node that ends right after the insert. */
    async function appendAndDie(log: LogId, seq: number, event: LogEvent): Promise<void> {
      const judging = affectsJudging(event);
      const entry = { log, seq, id: idOf(seq), at: 1_000 + seq, by: ann, event, fingerprint: null, judging };
      await database.elsewhere((db) => collectionsOf(db).entries.insertOne(toDocument(entry)));
    }

    const nothingPending = () =>
      database.elsewhere((db) => collectionsOf(db).entries.countDocuments({ pending: true }));

    test('SYN1: a group and its members are there for every list', async () => {
      const members = [ann, bob].map((userId) => ({ userId, role: 'member' as const }));
      await appendAndDie(group, 1, { kind: 'created', name: 'Choir', description: '', members });
      expect(await storage.conversations.listGroupIds(bob)).toEqual([group]);
      await appendAndDie(group, 2, { kind: 'member_removed', userId: bob });
      await appendAndDie(group, 3, { kind: 'renamed', name: 'Band' });
      expect(await storage.conversations.listRows(bob, { limit: 5 })).toEqual([]);
      expect(await storage.conversations.findPicture(group)).toMatchObject({
        head: 3,
        lastJudgingSeq: 3,
        members: [{ userId: ann }],
        group: { name: 'Band' },
      });
      expect(await nothingPending()).toBe(0);
    });

    test('RCT1: reactions are in their message once, whoever puts them there, and however many at once', async () => {
      await appendAndDie(direct, 1, say(bob, 'hello'));
      const message = { messageId: idOf(1) as MessageId, messageSeq: 1 };
      const react = (seq: number, emoji: string, on: boolean) =>
        appendAndDie(direct, seq, { kind: 'reaction', ...message, emoji, on });
      await react(2, '🎉', true);
      await react(3, '👍', true);
      await react(4, '🎉', false);
      const other = await database.open();
      const read = async (from: Storage) =>
        (await from.conversations.findMessage(bob, direct, message.messageId))?.message.reactions;
      const reactions = { seq: 4, list: [{ emoji: '👍', count: 1, user_ids: [ann] }] };
      const all = await Promise.all([read(storage), read(other), read(storage), read(other)]);
      expect(all).toEqual([reactions, reactions, reactions, reactions]);
      await other.close();
      const own = await storage.conversations.findOwnReactions(ann, direct, 1);
      expect(own.toSorted((one, two) => one.seq - two.seq)).toEqual([
        { emoji: '👍', on: true, seq: 3 },
        { emoji: '🎉', on: false, seq: 4 },
      ]);
      await appendAndDie(direct, 5, { kind: 'delete', ...message });
      expect(await read(storage)).toBeUndefined();
      expect(await storage.conversations.findOwnReactions(ann, direct, 1)).toEqual([]);
      expect(await nothingPending()).toBe(0);
    });

    test('SYN1: a direct conversation that has begun is in the list of both', async () => {
      await appendAndDie(direct, 1, say(bob, 'hello'));
      for (const reader of [ann, bob])
        expect((await storage.conversations.listRows(reader, { limit: 5 })).map(({ log }) => log)).toEqual([
          direct,
        ]);
    });

    test('SYN1: edits and deletions are in what is read next, in their order', async () => {
      for (const seq of [1, 2]) await appendAndDie(direct, seq, say(bob, `text ${String(seq)}`));
      const edit = { kind: 'edit', messageId: idOf(1) as MessageId, messageSeq: 1 } as const;
      await appendAndDie(direct, 3, { ...edit, content: 'once' });
      await appendAndDie(direct, 4, { ...edit, content: 'twice' });
      await appendAndDie(direct, 5, { kind: 'delete', messageId: idOf(2) as MessageId, messageSeq: 2 });
      const { messages } = await storage.conversations.listMessages(ann, direct, {
        anchor: 'newest',
        limit: 5,
      });
      expect(messages.map(({ content, editSeq, deleteSeq }) => [content, editSeq, deleteSeq])).toEqual([
        ['twice', 4, null],
        [null, null, 5],
      ]);
      // Erased in the message, a text is nowhere.
      const texts = await database.elsewhere((db) =>
        collectionsOf(db).entries.countDocuments({ content: { $in: ['once', 'text 2'] } }),
      );
      expect(texts).toBe(0);
    });

    test('SYN1 SEC1: a profile is as it was changed last, and a session that was ended is gone', async () => {
      const session = { id: 's1' as SessionId, userId: ann, device: '', createdAt: 1 };
      await storage.accounts.createSession({ ...session, tokenHash: 'a'.repeat(64) });
      const user = { id: ann, username: 'ann', displayName: 'Anna', avatarUrl: null, createdAt: 1 };
      await appendAndDie(personalLogId(ann), 1, { kind: 'profile_changed', user });
      await appendAndDie(personalLogId(ann), 2, { kind: 'session_revoked', sessionId: session.id });
      expect(await storage.accounts.findSession('a'.repeat(64))).toBeUndefined();
      expect(await storage.accounts.findUsers([ann])).toMatchObject([{ displayName: 'Anna' }]);
    });

    test('SEC1: the first person with a password is the administrator, though nobody wrote that down', async () => {
      await database.elsewhere(async (db) => {
        await collectionsOf(db).meta.deleteOne({ _id: 'administrator' });
      });
      const other = await database.open();
      const profile = { id: bob, username: 'bob', displayName: 'Bob', avatarUrl: null, createdAt: 2 };
      expect(await other.accounts.createUser({ profile, passwordHash: 'hash' })).toMatchObject({
        created: { isAdmin: false },
      });
      expect(await other.accounts.findUsers([ann])).toMatchObject([{ isAdmin: true }]);
      await other.close();
    });

    test('SYN1: several who bring the same up to date at once do it once', async () => {
      const members = [{ userId: ann, role: 'owner' as const }];
      await appendAndDie(group, 1, { kind: 'created', name: 'Choir', description: '', members });
      for (let seq = 2; seq <= 20; seq += 1)
        await appendAndDie(group, seq, {
          kind: 'member_added',
          userId: `u${String(seq)}` as UserId,
          role: 'member',
        });
      const others = await Promise.all([1, 2, 3].map(() => database.open()));
      const counts = await Promise.all(
        [storage, ...others].map(
          async (one) => (await one.conversations.findRows(ann, [group]))[0]?.memberCount,
        ),
      );
      expect(counts).toEqual([20, 20, 20, 20]);
      for (const one of others) await one.close();
    });

    /** As a node of a later version does it, which died before it settled anything. */
    async function appendNewer(seq: number, kind: string, judging: boolean): Promise<void> {
      const known = { log: group, seq, id: idOf(seq), at: 1_000 + seq, by: ann, fingerprint: null, judging };
      const document = toDocument({ ...known, event: { kind: 'renamed', name: 'x' } });
      const body = JSON.stringify({ kind, more: 1 });
      await database.elsewhere((db) => collectionsOf(db).entries.insertOne({ ...document, kind, body }));
    }

    async function beginGroup(): Promise<void> {
      const members = [{ userId: ann, role: 'owner' as const }];
      await appendAndDie(group, 1, { kind: 'created', name: 'Choir', description: '', members });
    }

    test('CLU1b: a later version’s kind that affects judging is said, and nothing behind it is settled here', async () => {
      await beginGroup();
      await appendNewer(2, 'slowed', true);
      await appendAndDie(group, 3, { kind: 'member_added', userId: bob, role: 'member' });
      const picture = await storage.conversations.findPicture(group);
      expect(picture).toMatchObject({ head: 3, needsNewer: true, members: [{ userId: ann }] });
      expect(await nothingPending()).toBe(2);
      const [page] = await storage.conversations.listEntries(
        ann,
        [{ log: group, afterSeq: 1, limit: 9 }],
        9_999,
      );
      expect(page?.entries).toMatchObject([
        { seq: 2, kind: 'foreign', name: 'slowed', judging: true },
        { seq: 3, kind: 'member_added' },
      ]);
    });

    test('CLU1b: one that does not affect judging is left to the later version, and holds up nothing', async () => {
      await beginGroup();
      await appendNewer(2, 'pinned', false);
      await appendAndDie(group, 3, { kind: 'member_added', userId: bob, role: 'member' });
      const picture = await storage.conversations.findPicture(group);
      expect(picture).toMatchObject({ head: 3, members: [{ userId: ann }, { userId: bob }] });
      expect(picture).not.toHaveProperty('needsNewer');
      expect(await nothingPending()).toBe(1);
    });
  });
