import { expect } from 'bun:test';
import type { ConversationRow } from '../ports/conversation-reads.ts';
import {
  ann,
  bob,
  cat,
  direct,
  edit,
  erase,
  group,
  startMs,
  text,
  type Recorder,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = direct(ann, bob);

async function rowOf(recorder: Recorder, reader = ann, id = log): Promise<ConversationRow> {
  const [row] = await recorder.storage.conversations.findRows(reader, [id]);
  if (row === undefined) throw new Error('no row');
  return row;
}

/** Positions, unread counts and the conversation list. */
export function describeRows(storeTest: StoreTest): void {
  storeTest('RD1: positions only grow, and read implies delivered', async (recorder) => {
    for (const word of 'abcdef') await recorder.say(log, ann, word);
    const now = async () => {
      const [positions] = await recorder.storage.conversations.findPositions(log, [bob]);
      return [positions?.readSeq, positions?.deliveredSeq];
    };
    await recorder.read(log, bob, 0, 2);
    expect(await now()).toEqual([0, 2]);
    await recorder.read(log, bob, 3);
    expect(await now()).toEqual([3, 3]);
    await recorder.read(log, bob, 2, 1);
    expect(await now()).toEqual([3, 3]);
    await recorder.read(log, bob, 0, 5);
    expect(await now()).toEqual([3, 5]);
    await recorder.read(log, bob, 4, 4);
    expect(await now()).toEqual([4, 5]);
  });

  storeTest('RD1: positions of somebody who is no member are ignored', async (recorder) => {
    await recorder.say(log, ann, 'x');
    await recorder.read(log, cat, 1);
    await recorder.read(group(5), cat, 1);
    expect(await recorder.storage.conversations.findPositions(log, [cat, bob])).toEqual([
      { userId: bob, readSeq: 0, deliveredSeq: 0 },
    ]);
    expect(await recorder.storage.conversations.findPositions(group(5), [cat])).toEqual([]);
  });

  storeTest('RD2: a row of a direct conversation', async (recorder) => {
    await recorder.say(log, ann, 'one');
    const last = await recorder.say(log, bob, 'two');
    await recorder.read(log, bob, 1, 2);
    expect(await rowOf(recorder)).toEqual({
      log,
      type: 'direct',
      head: 2,
      updatedAt: last.at,
      readSeq: 0,
      deliveredSeq: 0,
      peer: { userId: bob, readSeq: 1, deliveredSeq: 2 },
      unread: 1,
      lastMessage: {
        id: last.id as never,
        conversation: log,
        seq: 2,
        type: 'direct',
        from: bob,
        to: ann,
        content: 'two',
        contentType: 'text',
        media: null,
        replyTo: null,
        createdAt: last.at,
        editedAt: null,
        editSeq: null,
        deletedAt: null,
        deleteSeq: null,
      },
      settings: { mutedUntil: null, archived: false, markedUnread: false },
      group: null,
      memberCount: 2,
      role: 'member',
    });
  });

  storeTest('RD2: a row of a group, of one without messages, and of notes', async (recorder) => {
    const first = await recorder.found(group(1), ann, bob, cat);
    await recorder.record(group(1), ann, { kind: 'role_changed', userId: bob, role: 'admin' });
    expect(await rowOf(recorder, bob, group(1))).toMatchObject({
      type: 'group',
      head: 2,
      updatedAt: first.at,
      readSeq: 1,
      peer: null,
      unread: 0,
      lastMessage: null,
      group: { name: 'Choir' },
      memberCount: 3,
      role: 'admin',
    });
    await recorder.say(direct(ann, ann), ann, 'note');
    expect(await rowOf(recorder, ann, direct(ann, ann))).toMatchObject({
      peer: { userId: ann, readSeq: 0 },
      unread: 0,
      memberCount: 1,
    });
  });

  storeTest(
    'RD2: unread counts messages by others after the read position, and no other entries',
    async (recorder) => {
      await recorder.found(group(1), ann, bob);
      const message = await recorder.say(group(1), bob, 'one');
      await recorder.say(group(1), ann, 'own');
      await recorder.record(group(1), bob, edit(message, 'two'));
      await recorder.record(group(1), bob, { kind: 'renamed', name: 'Band' });
      await recorder.say(group(1), bob, 'three');
      expect((await rowOf(recorder, ann, group(1))).unread).toBe(2);
      await recorder.read(group(1), ann, 2);
      expect((await rowOf(recorder, ann, group(1))).unread).toBe(1);
      await recorder.read(group(1), ann, 6);
      expect((await rowOf(recorder, ann, group(1))).unread).toBe(0);
    },
  );

  storeTest('RD2: deleted and hidden messages are not unread, once or both at once', async (recorder) => {
    const said = [];
    for (const word of 'abcd') said.push(await recorder.say(log, bob, word));
    const [first, second] = said;
    if (first === undefined || second === undefined) throw new Error('nothing said');
    await recorder.record(log, bob, erase(first));
    expect((await rowOf(recorder)).unread).toBe(3);
    await recorder.hide(ann, first);
    expect((await rowOf(recorder)).unread).toBe(3);
    await recorder.hide(ann, second);
    expect((await rowOf(recorder)).unread).toBe(2);
    await recorder.record(log, bob, erase(second));
    expect((await rowOf(recorder)).unread).toBe(2);
  });

  storeTest('RD2: hiding an own message or one already read changes no count', async (recorder) => {
    const own = await recorder.say(log, ann, 'own');
    const read = await recorder.say(log, bob, 'read');
    await recorder.say(log, bob, 'unread');
    await recorder.read(log, ann, 2);
    await recorder.hide(ann, own);
    await recorder.hide(ann, read);
    expect((await rowOf(recorder)).unread).toBe(1);
  });

  storeTest('RD2: sending never moves the position', async (recorder) => {
    await recorder.say(log, bob, 'x');
    await recorder.say(log, ann, 'y');
    expect(await rowOf(recorder)).toMatchObject({ readSeq: 0, unread: 1 });
  });

  storeTest('RD2: counting stops at 1,000, hidden ones apart', async (recorder) => {
    const batch = Array.from({ length: 1100 }, () => recorder.entry(log, bob, text(log, bob, 'x')));
    await recorder.commit(batch);
    expect((await rowOf(recorder)).unread).toBe(1000);
    for (const entry of batch.slice(0, 150)) await recorder.hide(ann, entry);
    expect((await rowOf(recorder)).unread).toBe(950);
    await recorder.read(log, ann, 1090);
    expect((await rowOf(recorder)).unread).toBe(10);
  });

  storeTest(
    'RD2: the last message is the newest one not hidden; a deleted one keeps its place',
    async (recorder) => {
      const first = await recorder.say(log, bob, 'one');
      const second = await recorder.say(log, bob, 'two');
      await recorder.record(log, bob, erase(second));
      expect(await rowOf(recorder)).toMatchObject({
        updatedAt: second.at,
        lastMessage: { seq: 2, content: null },
      });
      await recorder.hide(ann, second);
      expect(await rowOf(recorder)).toMatchObject({ updatedAt: second.at, lastMessage: { seq: 1 } });
      await recorder.hide(ann, first);
      expect(await rowOf(recorder)).toMatchObject({ updatedAt: second.at, lastMessage: null });
    },
  );

  storeTest('RD2: settings are those of the last change', async (recorder) => {
    await recorder.say(log, bob, 'x');
    const change = { kind: 'conversation_changed', conversation: log } as const;
    await recorder.note(ann, { ...change, mutedUntil: startMs, archived: true, markedUnread: true });
    expect((await rowOf(recorder)).settings).toEqual({
      mutedUntil: startMs,
      archived: true,
      markedUnread: true,
    });
    await recorder.note(ann, { ...change, mutedUntil: null, archived: true, markedUnread: false });
    expect((await rowOf(recorder)).settings).toEqual({
      mutedUntil: null,
      archived: true,
      markedUnread: false,
    });
    expect((await rowOf(recorder, bob)).settings.archived).toBe(false);
  });

  storeTest('RD2: the list is by last message, newest first, then by id, in pages', async (recorder) => {
    const at = startMs + 1000;
    await recorder.found(group(2), ann);
    await recorder.found(group(1), ann);
    await recorder.say(group(1), ann, 'x', { at });
    await recorder.say(group(2), ann, 'x', { at });
    const message = await recorder.say(log, bob, 'x', { at: at + 5 });
    await recorder.record(
      group(3),
      ann,
      { kind: 'created', name: '', description: '', members: [{ userId: ann, role: 'owner' }] },
      { at: at + 3 },
    );
    await recorder.record(group(1), ann, { kind: 'renamed', name: 'later' }, { at: at + 9 });
    await recorder.record(log, bob, edit(message, 'y'), { at: at + 10 });
    const { listRows } = recorder.storage.conversations;
    const first = await listRows(ann, { limit: 3 });
    expect(first.map((row) => [row.log, row.updatedAt])).toEqual([
      [log, at + 5],
      [group(3), at + 3],
      [group(2), at],
    ]);
    const last = first[2]!;
    const rest = await listRows(ann, { before: { updatedAt: last.updatedAt, log: last.log }, limit: 3 });
    expect(rest.map((row) => row.log)).toEqual([group(1)]);
    expect(await listRows(ann, { before: { updatedAt: 0, log }, limit: 3 })).toEqual([]);
    expect(await listRows(cat, { limit: 3 })).toEqual([]);
  });

  storeTest(
    'GRP1: named rows come in the order asked, without what one is no member of',
    async (recorder) => {
      await recorder.found(group(1), ann);
      await recorder.found(group(2), bob);
      await recorder.say(log, ann, 'x');
      const rows = await recorder.storage.conversations.findRows(ann, [
        log,
        group(2),
        direct(ann, cat),
        group(1),
      ]);
      expect(rows.map((row) => row.log)).toEqual([log, group(1)]);
      const listed = await recorder.storage.conversations.listRows(ann, { limit: 9 });
      expect(new Set(listed)).toEqual(new Set(rows));
    },
  );
}
