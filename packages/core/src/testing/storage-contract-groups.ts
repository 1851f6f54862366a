import { expect } from 'bun:test';
import {
  ann,
  bob,
  cat,
  created,
  dan,
  direct,
  erase,
  group,
  startMs,
  user,
  type Recorder,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = group(1);

async function rolesOf(recorder: Recorder) {
  const picture = await recorder.storage.conversations.findPicture(log);
  return Object.fromEntries((picture?.members ?? []).map(({ userId, role }) => [userId, role]));
}

/** Membership and what a group is, made by entries. */
export function describeGroups(storeTest: StoreTest): void {
  storeTest('GRP1: `created` makes the group and its first members', async (recorder) => {
    const first = await recorder.found(log, ann, bob);
    const picture = await recorder.storage.conversations.findPicture(log);
    expect({ ...picture, members: undefined }).toEqual({
      log,
      type: 'group',
      head: 1,
      lastJudgingSeq: 1,
      members: undefined,
      group: {
        name: 'Choir',
        description: 'We sing',
        avatarUrl: null,
        discoverable: false,
        createdBy: ann,
        createdAt: first.at,
        deleted: false,
      },
    });
    expect(await recorder.storage.conversations.listMembers(log, { limit: 10 })).toEqual([
      { userId: ann, role: 'owner', joinedAt: first.at, readSeq: 1, deliveredSeq: 1 },
      { userId: bob, role: 'member', joinedAt: first.at, readSeq: 1, deliveredSeq: 1 },
    ]);
  });

  storeTest(
    'GRP3: the first message makes a direct conversation of two, who have read nothing',
    async (recorder) => {
      const id = direct(ann, bob);
      expect(await recorder.storage.conversations.findPicture(id)).toBeUndefined();
      const first = await recorder.say(id, bob, 'hello');
      const picture = await recorder.storage.conversations.findPicture(id);
      expect(picture).toMatchObject({ type: 'direct', head: 1, lastJudgingSeq: 0, group: null });
      expect(new Set(picture?.members)).toEqual(
        new Set([ann, bob].map((userId) => ({ userId, role: 'member' as const, joinedAt: first.at }))),
      );
      expect(await recorder.storage.conversations.findPositions(id, [ann, bob])).toMatchObject([
        { readSeq: 0, deliveredSeq: 0 },
        { readSeq: 0, deliveredSeq: 0 },
      ]);
      expect(await recorder.storage.conversations.listMembers(id, { limit: 10 })).toEqual([]);
    },
  );

  storeTest('GRP3: notes to oneself have one member', async (recorder) => {
    await recorder.say(direct(ann, ann), ann, 'note');
    const picture = await recorder.storage.conversations.findPicture(direct(ann, ann));
    expect(picture?.members.map(({ userId }) => userId)).toEqual([ann]);
  });

  storeTest(
    'GRP1: a new member starts at the number that added them, a removed one is gone',
    async (recorder) => {
      await recorder.found(log, ann);
      await recorder.say(log, ann, 'x');
      const added = await recorder.record(log, ann, { kind: 'member_added', userId: bob, role: 'member' });
      expect(await recorder.storage.conversations.listMembers(log, { afterUser: ann, limit: 10 })).toEqual([
        { userId: bob, role: 'member', joinedAt: added.at, readSeq: 3, deliveredSeq: 3 },
      ]);
      await recorder.record(log, ann, { kind: 'member_removed', userId: bob });
      expect(await recorder.storage.conversations.findPositions(log, [bob])).toEqual([]);
      expect(await recorder.storage.conversations.listGroupIds(bob)).toEqual([]);
      expect(await recorder.storage.conversations.findRows(bob, [log])).toEqual([]);
    },
  );

  storeTest('RD1: whoever comes back starts anew at the number that added them', async (recorder) => {
    await recorder.found(log, ann, bob);
    await recorder.record(log, ann, { kind: 'member_removed', userId: bob });
    await recorder.say(log, ann, 'x');
    await recorder.record(log, ann, { kind: 'member_added', userId: bob, role: 'member' });
    expect(await recorder.storage.conversations.findPositions(log, [bob])).toEqual([
      { userId: bob, readSeq: 4, deliveredSeq: 4 },
    ]);
  });

  storeTest('GRP2: roles change, and a hand-over leaves the old owner as admin', async (recorder) => {
    await recorder.found(log, ann, bob, cat);
    await recorder.record(log, ann, { kind: 'role_changed', userId: bob, role: 'admin' });
    expect(await rolesOf(recorder)).toEqual({ ann: 'owner', bob: 'admin', cat: 'member' });
    await recorder.record(log, ann, { kind: 'role_changed', userId: cat, role: 'owner' });
    expect(await rolesOf(recorder)).toEqual({ ann: 'admin', bob: 'admin', cat: 'owner' });
    await recorder.record(log, cat, { kind: 'role_changed', userId: bob, role: 'member' });
    expect(await rolesOf(recorder)).toEqual({ ann: 'admin', bob: 'member', cat: 'owner' });
  });

  storeTest('GRP1: renaming and updating change what they name and nothing else', async (recorder) => {
    await recorder.found(log, ann);
    const now = async () => (await recorder.storage.conversations.findPicture(log))?.group;
    const first = await now();
    await recorder.record(log, ann, { kind: 'renamed', name: 'Band' });
    expect(await now()).toEqual({ ...first!, name: 'Band' });
    await recorder.record(log, ann, { kind: 'updated', avatarUrl: '/uploads/a', discoverable: true });
    expect(await now()).toEqual({ ...first!, name: 'Band', avatarUrl: '/uploads/a', discoverable: true });
    await recorder.record(log, ann, { kind: 'updated', name: 'Trio', description: '', avatarUrl: null });
    expect(await now()).toEqual({ ...first!, name: 'Trio', description: '', discoverable: true });
  });

  storeTest('GRP1: of a deleted group nobody is a member, and no list shows it', async (recorder) => {
    await recorder.found(log, ann, bob);
    await recorder.record(log, ann, { kind: 'updated', discoverable: true });
    const message = await recorder.say(log, ann, 'x');
    await recorder.record(log, ann, { kind: 'deleted' });
    const reads = recorder.storage.conversations;
    expect(await reads.findPicture(log)).toMatchObject({ head: 4, members: [], group: { deleted: true } });
    expect(await reads.listGroupIds(ann)).toEqual([]);
    expect(await reads.listGroups(ann, { limit: 5 })).toEqual([]);
    expect(await reads.searchGroups(ann, 'choir', 5)).toEqual([]);
    expect(await reads.listMembers(log, { limit: 5 })).toEqual([]);
    expect(await reads.findPositions(log, [ann])).toEqual([]);
    expect(await reads.findRows(ann, [log])).toEqual([]);
    expect(await reads.listRows(ann, { limit: 5 })).toEqual([]);
    expect(await reads.listSharing(ann, [bob])).toEqual([]);
    expect(await reads.findConversationsOfMessage(ann, message.id as never)).toEqual([]);
  });

  storeTest('LIM1: own groups by id, in pages', async (recorder) => {
    for (const number of [3, 1, 2]) await recorder.found(group(number), ann);
    await recorder.found(group(4), bob);
    await recorder.say(direct(ann, bob), ann, 'x');
    const { listGroups, listGroupIds } = recorder.storage.conversations;
    expect((await listGroups(ann, { limit: 2 })).map(({ log: id }) => id)).toEqual([group(1), group(2)]);
    expect((await listGroups(ann, { afterId: group(2), limit: 2 })).map(({ log: id }) => id)).toEqual([
      group(3),
    ]);
    expect(new Set(await listGroupIds(ann))).toEqual(new Set([group(1), group(2), group(3)]));
  });

  storeTest('LIM1: a group shows the first hundred to join, then by id', async (recorder) => {
    const many = Array.from({ length: 120 }, (_, index) => user(`u${String(index).padStart(3, '0')}`));
    await recorder.found(log, ann, ...many.toReversed());
    await recorder.record(log, ann, { kind: 'member_added', userId: user('aaa'), role: 'member' });
    const [picture] = await recorder.storage.conversations.listGroups(ann, { limit: 1 });
    expect(picture).toMatchObject({ log, name: 'Choir', head: 2, memberCount: 122 });
    expect(picture?.firstMembers.map(({ userId }) => userId)).toEqual([ann, ...many.slice(0, 99)]);
    expect(picture?.firstMembers[0]).toEqual({ userId: ann, role: 'owner', joinedAt: startMs + 1 });
  });

  storeTest(
    'GRP1: search finds own and discoverable groups by a part of the folded name',
    async (recorder) => {
      const names = ['Über uns', 'aubergine', 'AUBE', 'other'];
      for (const [index, name] of names.entries()) {
        const owner = index === 1 ? bob : ann;
        await recorder.record(group(index), owner, {
          kind: 'created',
          name,
          description: '',
          members: [{ userId: owner, role: 'owner' }],
        });
      }
      const search = async (part: string, limit = 9) =>
        (await recorder.storage.conversations.searchGroups(ann, part, limit)).map(({ name }) => name);
      expect(await search('ub')).toEqual(['AUBE', 'Über uns']);
      await recorder.record(group(1), bob, { kind: 'updated', discoverable: true });
      expect(await search('ub')).toEqual(['AUBE', 'aubergine', 'Über uns']);
      expect(await search('ub', 2)).toEqual(['AUBE', 'aubergine']);
      expect(await search('%')).toEqual([]);
      await recorder.record(group(1), bob, { kind: 'renamed', name: 'Zucchini' });
      expect(await search('zucc')).toEqual(['Zucchini']);
      expect(await search('aubergine')).toEqual([]);
    },
  );

  storeTest('LIM1: members by user id, in pages', async (recorder) => {
    await recorder.found(log, cat, ann, bob, user('Zoe'));
    const { listMembers } = recorder.storage.conversations;
    const names = (rows: Awaited<ReturnType<typeof listMembers>>) => rows.map(({ userId }) => userId);
    expect(names(await listMembers(log, { limit: 2 }))).toEqual([user('Zoe'), ann]);
    expect(names(await listMembers(log, { afterUser: ann, limit: 2 }))).toEqual([bob, cat]);
    expect(names(await listMembers(log, { afterUser: cat, limit: 2 }))).toEqual([]);
    expect(await listMembers(group(9), { limit: 2 })).toEqual([]);
  });

  storeTest(
    'GRP1: activity counts messages, deleted ones too, and the last own entry of any kind',
    async (recorder) => {
      await recorder.found(log, ann, bob);
      const message = await recorder.say(log, ann, '2');
      await recorder.say(log, bob, '3');
      await recorder.say(log, ann, '4');
      const deletion = await recorder.record(log, ann, erase(message));
      const { tallyActivity } = recorder.storage.conversations;
      const all = await tallyActivity(log, 0, 5);
      expect(new Set(all)).toEqual(
        new Set([
          { userId: ann, messages: 2, lastSeq: 5, lastAt: deletion.at },
          { userId: bob, messages: 1, lastSeq: 3, lastAt: deletion.at - 2 },
        ]),
      );
      expect(await tallyActivity(log, 1, 2)).toEqual([
        { userId: ann, messages: 1, lastSeq: 2, lastAt: message.at },
      ]);
      expect(await tallyActivity(log, 5, 5)).toEqual([]);
      expect(await tallyActivity(group(9), 0, 5)).toEqual([]);
    },
  );

  storeTest(
    'PRS1: who shares a live conversation, direct ones that have begun included',
    async (recorder) => {
      const { listSharing } = recorder.storage.conversations;
      await recorder.found(log, ann, bob);
      await recorder.found(group(2), cat, dan);
      expect(await listSharing(ann, [bob, cat, dan])).toEqual([bob]);
      await recorder.say(direct(ann, dan), dan, 'hi');
      expect(new Set(await listSharing(ann, [bob, cat, dan]))).toEqual(new Set([bob, dan]));
      await recorder.record(log, ann, { kind: 'member_removed', userId: bob });
      expect(await listSharing(ann, [bob, cat])).toEqual([]);
      expect(await listSharing(user('nobody'), [ann])).toEqual([]);
    },
  );

  storeTest('LIM1: a group of thousands is made, listed and deleted', async (recorder) => {
    const many = Array.from({ length: 3000 }, (_, index) => user(`u${String(index)}`));
    await recorder.record(log, ann, created(ann, ...many));
    const reads = recorder.storage.conversations;
    expect((await reads.findPicture(log))?.members).toHaveLength(3001);
    expect((await reads.findRows(ann, [log]))[0]?.memberCount).toBe(3001);
    await recorder.record(log, ann, { kind: 'deleted' });
    expect((await recorder.storage.listUnfinishedDeletions())[0]?.members).toHaveLength(3001);
  });
}
