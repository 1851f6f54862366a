import { expect } from 'bun:test';
import {
  ann,
  bob,
  cat,
  edit,
  erase,
  group,
  reaction,
  user,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = group(1);

/** Reactions: entries of the log, and what messages show of them. */
export function describeReactions(storeTest: StoreTest): void {
  storeTest('RCT1: a message shows its reactions wherever it is read', async (recorder, store) => {
    await recorder.found(log, ann, bob, cat);
    const message = await recorder.say(log, ann, 'hello');
    const other = await recorder.say(log, ann, 'other');
    await recorder.record(log, bob, reaction(message, '🎉'));
    await recorder.record(log, cat, reaction(message, '👍'));
    await recorder.record(log, ann, reaction(message, '👍'));
    await recorder.record(log, bob, reaction(message, '🎉', false));
    await recorder.record(log, bob, reaction(message, '👍'));
    const reactions = { seq: 8, list: [{ emoji: '👍', count: 3, user_ids: [cat, ann, bob] }] };
    for (const isReopened of [false, true]) {
      const storage = isReopened ? await store.reopen() : recorder.storage;
      const { findMessage, listMessages, listEntries, findRows } = storage.conversations;
      const { messages } = await listMessages(bob, log, { anchor: 'newest', limit: 5 });
      expect(messages[0]?.reactions).toEqual(reactions);
      expect(messages[1]).not.toHaveProperty('reactions');
      expect(await findMessage(cat, log, messages[0]!.id)).toEqual({ message: messages[0]!, hidden: false });
      const [page] = await listEntries(bob, [{ log, afterSeq: 1, limit: 50 }], 1e6);
      expect(page?.entries).toMatchObject([
        { kind: 'message', message: { reactions } },
        { kind: 'message', message: { id: other.id } },
        { kind: 'reaction', by: bob, messageId: message.id, messageSeq: 2, emoji: '🎉', on: true },
        { kind: 'reaction', by: cat, emoji: '👍' },
        { kind: 'reaction', by: ann, emoji: '👍' },
        { kind: 'reaction', by: bob, emoji: '🎉', on: false },
        { kind: 'reaction', by: bob, emoji: '👍' },
      ]);
      expect(await findRows(bob, [log])).toMatchObject([{ head: 8, unread: 2, updatedAt: other.at }]);
    }
  });

  storeTest('RCT1: what somebody put on or took back, with the entry that did it', async (recorder) => {
    await recorder.found(log, ann, bob);
    const message = await recorder.say(log, ann, 'hello');
    const { findOwnReactions } = recorder.storage.conversations;
    expect(await findOwnReactions(bob, log, 2)).toEqual([]);
    await recorder.record(log, bob, reaction(message, '🎉'));
    await recorder.record(log, bob, reaction(message, '👍'));
    await recorder.record(log, bob, reaction(message, '🎉', false));
    await recorder.record(log, ann, reaction(message, '😂'));
    const own = await findOwnReactions(bob, log, 2);
    expect(own.toSorted((one, other) => one.seq - other.seq)).toEqual([
      { emoji: '👍', on: true, seq: 4 },
      { emoji: '🎉', on: false, seq: 5 },
    ]);
    expect(await findOwnReactions(bob, log, 3)).toEqual([]);
    expect(await findOwnReactions(bob, group(2), 2)).toEqual([]);
  });

  storeTest('RCT1: an edit keeps them, a deletion takes them with the text', async (recorder) => {
    await recorder.found(log, ann, bob);
    const message = await recorder.say(log, ann, 'hello');
    await recorder.record(log, bob, reaction(message, '🎉'));
    await recorder.record(log, ann, edit(message, 'better'));
    const { listMessages, findOwnReactions } = recorder.storage.conversations;
    const newest = async () => (await listMessages(bob, log, { anchor: 'newest', limit: 1 })).messages[0];
    expect((await newest())?.reactions?.list).toHaveLength(1);
    await recorder.record(log, ann, erase(message));
    // None comes any more; if one did, it would show nowhere.
    await recorder.record(log, bob, reaction(message, '👍'));
    expect(await newest()).not.toHaveProperty('reactions');
    expect(await findOwnReactions(bob, log, 2)).toEqual([]);
  });

  storeTest('RCT1, LIM1: all are counted, the first hundred are named', async (recorder) => {
    const many = Array.from({ length: 105 }, (_, index) => user(`user-${String(index)}`));
    await recorder.found(log, ann, ...many);
    const message = await recorder.say(log, ann, 'hello');
    const appends = many.map((by) => recorder.entry(log, by, reaction(message, '🎉')));
    appends.push(recorder.entry(log, many[3]!, reaction(message, '🎉', false)));
    appends.push(recorder.entry(log, many[104]!, reaction(message, '🎉', false)));
    await recorder.commit(appends);
    const { messages } = await recorder.storage.conversations.listMessages(ann, log, {
      anchor: 'newest',
      limit: 1,
    });
    const named = many.slice(0, 100).filter((one) => one !== many[3]);
    expect(messages[0]?.reactions?.list).toEqual([{ emoji: '🎉', count: 103, user_ids: named }]);
  });

  storeTest('RCT1: a deleted group has none left', async (recorder) => {
    await recorder.found(log, ann, bob);
    const message = await recorder.say(log, ann, 'hello');
    await recorder.record(log, bob, reaction(message, '🎉'));
    await recorder.record(log, ann, { kind: 'deleted' });
    expect(await recorder.storage.eraseDeleted(log, 3)).toBe(true);
    expect(await recorder.storage.conversations.findOwnReactions(bob, log, 2)).toEqual([]);
    expect(await recorder.storage.eraseDeleted(log, 3)).toBe(false);
    const { messages } = await recorder.storage.conversations.listMessages(ann, log, {
      anchor: 'newest',
      limit: 1,
    });
    expect(messages[0]).not.toHaveProperty('reactions');
  });
}
