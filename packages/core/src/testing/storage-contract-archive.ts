import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { createFiller } from '../archive/fill-store.ts';
import { listAllLogs, readStore } from '../archive/read-store.ts';
import { personalLogId, type LogId } from '../log/entry.ts';
import type { ArchivedAccount, ArchivedSession, StoreMark } from '../ports/archive.ts';
import type { NewEntry, Storage } from '../ports/storage.ts';
import { createFakeClock } from './fake-clock.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { mediaRecord } from './storage-contract-media.ts';
import { play, readAll, step } from './storage-contract-properties.ts';
import {
  ann,
  bob,
  cat,
  direct,
  edit,
  erase,
  fingerprintOf,
  group,
  newUser,
  seqs,
  session,
  startMs,
  type MakeStore,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = direct(ann, bob);
const room = { limit: 100, maxChars: 1e6 };

const account = (id: string, more: Partial<ArchivedAccount['user']> = {}): ArchivedAccount => ({
  user: { ...newUser(id).profile, isAdmin: false, disabled: false, settings: {}, ...more },
  passwordHash: `hash of ${id}`,
});

const archivedSession = (id: string, more: Partial<ArchivedSession> = {}): ArchivedSession => ({
  id: session(id),
  userId: ann,
  tokenHash: id.padEnd(64, '0'),
  device: 'Phone',
  createdAt: startMs,
  lastUsedAt: startMs + 1,
  ...more,
});

/** Everything of one store into another, as backup, restore and move do it. */
async function copy(from: Storage, to: Storage): Promise<void> {
  const filler = createFiller(to, createFakeClock());
  for await (const record of readStore(from)) await filler.take(record);
  await filler.flush();
}

/** Erasure is taken up anew in a copy. */
async function finishErasing(storage: Storage): Promise<void> {
  for (const unfinished of await storage.listUnfinishedDeletions())
    while (await storage.eraseDeleted(unfinished.log, 100));
}

/** What a backup reads and a restore writes. */
export function describeArchive(
  storeTest: StoreTest,
  make: MakeStore,
  { races }: { readonly races: number },
): void {
  storeTest('OPS5: logs that have entries are listed by id, in pages, with their heads', async (recorder) => {
    const { archive } = recorder.storage;
    await recorder.say(log, ann, 'one');
    await recorder.say(log, bob, 'two');
    await recorder.found(group(1), ann);
    await recorder.found(group(2), ann);
    // Names a conversation that has no entry.
    const named = { conversation: group(3), mutedUntil: null, archived: true, markedUnread: false };
    await recorder.note(ann, { kind: 'conversation_changed', ...named });
    const all = [group(1), group(2), log, personalLogId(ann)];
    expect(await archive.listLogs({ after: '' }, 9)).toEqual(
      all.map((id) => ({ log: id, head: id === log ? 2 : 1 })),
    );
    expect(await archive.listLogs({ after: group(1), before: 'me:' }, 1)).toEqual([
      { log: group(2), head: 1 },
    ]);
    expect(await archive.listLogs({ after: 'me:', before: 'me;' }, 9)).toEqual([
      { log: personalLogId(ann), head: 1 },
    ]);
    expect(await archive.findHeads([log, group(9), group(1)])).toEqual([2, 0, 1]);
    // An estimate: a database counts by its statistics, which lag behind.
    expect([0, 1, 2, 3, 4, 5]).toContain(await archive.countEntries());
    const listed: LogId[] = [];
    for await (const page of listAllLogs(archive)) listed.push(...page.map((one) => one.log));
    expect(listed).toEqual([personalLogId(ann), group(1), group(2), log]);
  });

  storeTest(
    'OPS5: entries come as they were appended, with the present text and no erased one',
    async (recorder) => {
      const first = await recorder.say(log, ann, 'one', { fingerprint: fingerprintOf(7) });
      const second = await recorder.say(log, bob, 'secret');
      const change = await recorder.record(log, ann, edit(first, 'first try'));
      const again = await recorder.record(log, ann, edit(first, 'better'));
      await recorder.record(log, bob, edit(second, 'secret too'));
      const deletion = await recorder.record(log, bob, erase(second));
      const { entries, textsSeq } = await recorder.storage.archive.listEntries(log, 0, room);
      const withText = (entry: NewEntry, content: string | null) => ({
        ...entry,
        event: { ...entry.event, content },
      });
      expect(entries).toEqual([
        withText(first, 'better'),
        withText(second, null),
        withText(change, 'better'),
        withText(again, 'better'),
        expect.objectContaining({ seq: 5, event: expect.objectContaining({ kind: 'edit', content: null }) }),
        deletion,
      ] as NewEntry[]);
      expect(textsSeq).toBe(6);
      expect(JSON.stringify(entries)).not.toContain('secret');
      expect((await recorder.storage.archive.listEntries(log, 2, { ...room, limit: 1 })).textsSeq).toBe(4);
    },
  );

  storeTest('OPS5: a page of entries ends where it is full, and has one at least', async (recorder) => {
    for (const word of ['a', 'b', 'c']) await recorder.say(log, ann, word.repeat(1_000));
    const { listEntries } = recorder.storage.archive;
    const page = async (after: number, limit: number, maxChars: number) =>
      seqs((await listEntries(log, after, { limit, maxChars })).entries);
    expect(await page(0, 2, 1e6)).toEqual([1, 2]);
    expect(await page(1, 9, 1)).toEqual([2]);
    expect(await page(0, 9, 1_500)).toEqual([1, 2]);
    expect(await page(3, 9, 1e6)).toEqual([]);
    expect((await listEntries(group(9), 0, room)).entries).toEqual([]);
  });

  storeTest('RD1: positions are those of the members', async (recorder) => {
    await recorder.found(group(1), ann, bob);
    await recorder.say(group(1), ann, 'x');
    await recorder.read(group(1), ann, 2);
    await recorder.read(group(1), bob, 1, 2);
    const positions = await recorder.storage.archive.listPositions(group(1));
    expect(positions.toSorted((one, other) => (one.userId < other.userId ? -1 : 1))).toEqual([
      { log: group(1), userId: ann, readSeq: 2, deliveredSeq: 2 },
      { log: group(1), userId: bob, readSeq: 1, deliveredSeq: 2 },
    ]);
    expect(await recorder.storage.archive.listPositions(group(9))).toEqual([]);
  });

  storeTest(
    'OPS5: accounts and sessions are put as they were, and over what is there',
    async ({ storage }, store) => {
      const { archive, accounts } = storage;
      const admin = account('ann', { isAdmin: true, settings: { theme: 'dark' }, displayName: 'Ánn' });
      const others = [
        account('bob', { disabled: true }),
        { ...account('cat', { username: null }), passwordHash: null },
      ];
      await archive.putAccounts([account('ann', { displayName: 'Old' })]);
      await archive.putAccounts([admin, ...others]);
      await archive.putSessions([archivedSession('b'), archivedSession('a', { lastUsedAt: startMs + 9 })]);
      await archive.putSessions([archivedSession('b', { lastUsedAt: startMs + 5 })]);
      expect(await archive.listAccounts('', 9)).toEqual([admin, ...others]);
      expect(await archive.listAccounts('ann', 1)).toEqual(others.slice(0, 1));
      expect(await archive.listSessions('', 9)).toEqual([
        archivedSession('a', { lastUsedAt: startMs + 9 }),
        archivedSession('b', { lastUsedAt: startMs + 5 }),
      ]);
      expect(await archive.listSessions('a', 9)).toHaveLength(1);
      expect(await accounts.findCredentials('ann')).toEqual(admin);
      expect((await accounts.searchUsers('ann', 9)).map(({ id }) => id)).toEqual([ann]);
      expect((await accounts.findSession('a'.padEnd(64, '0')))?.userId).toBe(ann);
      const reopened = await store.reopen();
      expect(await reopened.archive.listAccounts('', 9)).toEqual([admin, ...others]);
      // The first with a password is there already.
      expect(await reopened.accounts.createUser(newUser('dan'))).toMatchObject({
        created: { isAdmin: false },
      });
    },
  );

  storeTest('OPS5: what a log says after that changes an account that was put', async (recorder) => {
    const { archive, accounts } = recorder.storage;
    await archive.putAccounts([account('ann')]);
    await archive.putSessions([archivedSession('a'), archivedSession('b')]);
    await recorder.note(ann, {
      kind: 'profile_changed',
      user: { ...newUser('ann').profile, displayName: 'New' },
    });
    await recorder.note(ann, { kind: 'account_disabled', on: true });
    await recorder.note(ann, { kind: 'session_revoked', sessionId: session('a') });
    expect((await accounts.findUsers([ann]))[0]).toMatchObject({ displayName: 'New', disabled: true });
    expect((await archive.listAccounts('', 9))[0]?.user).toMatchObject({
      displayName: 'New',
      disabled: true,
    });
    expect((await accounts.listSessions(ann)).map(({ id }) => id)).toEqual([session('b')]);
  });

  storeTest(
    'OPS5, SYN3: a mark stays until the store is whole, and then it is another store',
    async ({ storage }, store) => {
      expect(await storage.archive.findMark()).toBeUndefined();
      const mark: StoreMark = { kind: 'filling', by: 'restore', from: 'a backup' };
      await storage.archive.setMark(mark);
      await storage.archive.setMark(mark);
      const reopened = await store.reopen();
      expect(await reopened.archive.findMark()).toEqual(mark);
      expect(reopened.generation).toBe(storage.generation);
      await reopened.archive.finish('another');
      const whole = await store.reopen();
      expect(await whole.archive.findMark()).toBeUndefined();
      expect(whole.generation).toBe('another');
    },
  );

  test('OPS5, SEQ1: after any history a copy reads like the original, into this store and out of it', async () => {
    const runs = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const store = await make();
      try {
        const [model, back] = [createMemoryStorage(), createMemoryStorage()];
        await play(steps, [model]);
        await model.media.put([mediaRecord(1), mediaRecord(2, { owner: bob })]);
        await copy(model, store.storage);
        await copy(store.storage, back);
        for (const each of [model, store.storage, back]) await finishErasing(each);
        const expected = await readAll(model);
        expect(await readAll(store.storage)).toEqual(expected);
        expect(await readAll(back)).toEqual(expected);
        expect(await back.media.list('', 9)).toEqual(await model.media.list('', 9));
        // Once more adds nothing.
        await copy(model, store.storage);
        expect(await readAll(store.storage)).toEqual(expected);
        for (const user of [ann, bob, cat])
          expect(await back.accounts.findCredentialsOf(user)).toEqual(
            await model.accounts.findCredentialsOf(user),
          );
      } finally {
        await store.cleanup();
      }
    });
    await fc.assert(runs, { numRuns: Math.min(20, 2 * races) });
  }, 120_000);
}
